"""Desk addresses of what the public wrote in: suggestions, slips, ratings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
