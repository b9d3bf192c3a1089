"""Addresses of the supervision app, by noun."""

from supervision.urls import cycles, self_checks

app_name = "supervision"
urlpatterns = [
    *cycles.urlpatterns,
    *self_checks.urlpatterns,
]
