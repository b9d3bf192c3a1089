"""Addresses of the supervision app, by noun."""

from supervision.urls import cycles, findings, overview, warnings

app_name = "supervision"
urlpatterns = [*overview.urlpatterns, *cycles.urlpatterns, *findings.urlpatterns, *warnings.urlpatterns]
