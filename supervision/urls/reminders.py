"""Addresses of reminders."""

from django.urls import path

from supervision.views import reminders

urlpatterns = [
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/<int:pk>/", reminders.digest, name="digest"),
]
