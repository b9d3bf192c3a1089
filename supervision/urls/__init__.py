"""Addresses of the supervision app, by noun."""

from supervision.urls import cycles, findings, reminders, warnings

app_name = "supervision"
urlpatterns = [*cycles.urlpatterns, *findings.urlpatterns, *warnings.urlpatterns, *reminders.urlpatterns]
