"""Addresses mounted under organization."""

from django.urls import URLPattern

app_name = "organization"
urlpatterns: list[URLPattern] = []
