"""Desk addresses of the catalogue, its drafts and what is open inside the hospital."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
