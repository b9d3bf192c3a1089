"""Addresses of the powers app."""

from django.urls import URLPattern

app_name = "powers"
urlpatterns: list[URLPattern] = []
