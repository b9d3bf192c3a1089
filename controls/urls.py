"""Addresses of the controls app."""

from django.urls import URLPattern

app_name = "controls"
urlpatterns: list[URLPattern] = []
