"""Addresses of the supervision app, by noun."""

from supervision.urls import cycles, spot_checks

app_name = "supervision"
urlpatterns = [*cycles.urlpatterns, *spot_checks.urlpatterns]
