"""Addresses of the overview."""

from django.urls import path

from supervision.views import overview

urlpatterns = [
    path("overview/", overview.overview, name="overview"),
    path("overview/changes/", overview.changes, name="overview_changes"),
    path("overview/print/", overview.print_overview, name="print_overview"),
]
