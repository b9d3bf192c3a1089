"""Addresses of the supervision app, by noun."""

from supervision.urls import cycles, reminders

app_name = "supervision"
urlpatterns = [*cycles.urlpatterns, *reminders.urlpatterns]
