"""Addresses of the messages, mounted under the desk."""

from django.urls import path

from organization.views import notices

urlpatterns = [
    path("", notices.notices, name="notices"),
    path("read/", notices.read, name="read_notices"),
]
