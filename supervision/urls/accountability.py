"""Addresses of 责任追究."""

from django.urls import path

from supervision.views import accountability

urlpatterns = [
    path("accountability/", accountability.records, name="accountability"),
    path("accountability/new/", accountability.add, name="record_accountability"),
    path("accountability/<int:pk>/", accountability.record, name="accountability_record"),
    path("accountability/<int:pk>/amend/", accountability.amend, name="amend_accountability"),
    path("accountability/<int:pk>/follow-up/", accountability.follow_up, name="follow_up_accountability"),
    path("accountability/kinds/", accountability.kinds, name="accountability_kinds"),
    path("accountability/kinds/new/", accountability.add_kind, name="add_accountability_kind"),
    path("accountability/kinds/<int:pk>/", accountability.edit_kind, name="edit_accountability_kind"),
]
