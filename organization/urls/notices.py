"""Addresses of the messages, mounted under the desk."""

from django.urls import path

from organization.views import notices

urlpatterns = [
    path("", notices.notices, name="notices"),
    path("read/", notices.read_all, name="read_all_notices"),
    path("<int:pk>/read/", notices.read, name="read_notice"),
]
