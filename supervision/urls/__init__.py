"""Addresses of the supervision app, by noun."""

from supervision.urls import cycles

app_name = "supervision"
urlpatterns = [*cycles.urlpatterns]
