"""Addresses of the supervision app, by noun."""

from supervision.urls import cycles, findings, reminders, spot_checks, warnings

app_name = "supervision"

urlpatterns = [
    *cycles.urlpatterns,
    *findings.urlpatterns,
    *reminders.urlpatterns,
    *spot_checks.urlpatterns,
    *warnings.urlpatterns,
]
