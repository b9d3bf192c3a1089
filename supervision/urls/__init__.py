"""Addresses of the supervision app, by noun."""

from supervision.urls import (
    accountability,
    appraisals,
    cycles,
    findings,
    overview,
    reminders,
    self_checks,
    spot_checks,
    warnings,
)

app_name = "supervision"

urlpatterns = [
    *accountability.urlpatterns,
    *appraisals.urlpatterns,
    *cycles.urlpatterns,
    *findings.urlpatterns,
    *overview.urlpatterns,
    *reminders.urlpatterns,
    *self_checks.urlpatterns,
    *spot_checks.urlpatterns,
    *warnings.urlpatterns,
]
