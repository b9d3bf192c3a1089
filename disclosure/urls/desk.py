"""Addresses mounted under disclosure_desk."""

from django.urls import URLPattern

app_name = "disclosure_desk"
urlpatterns: list[URLPattern] = []
