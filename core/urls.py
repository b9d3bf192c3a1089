"""Addresses of core: background jobs, attachments, the component gallery."""

from django.urls import URLPattern

app_name = "core"
urlpatterns: list[URLPattern] = []
