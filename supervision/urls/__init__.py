"""Addresses of the supervision app, by noun."""

from supervision.urls import accountability, appraisals, cycles, findings, warnings

app_name = "supervision"
urlpatterns = [*cycles.urlpatterns, *findings.urlpatterns, *warnings.urlpatterns]
urlpatterns += [*appraisals.urlpatterns, *accountability.urlpatterns]
