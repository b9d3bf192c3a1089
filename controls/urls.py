"""Addresses of the controls app."""

from django.urls import path

from controls.views import conflicts, measures, prints, tables

app_name = "controls"
urlpatterns = [
    path("", tables.tables, name="home"),
    path("new/", tables.open_table, name="open_table"),
    path("new/leadership/", tables.open_leadership_table, name="open_leadership_table"),
    path("tables/<int:pk>/", tables.table, name="table"),
    path("tables/<int:pk>/changes/", tables.changes, name="changes"),
    path("tables/<int:pk>/check/", tables.check, name="check"),
    path("tables/<int:pk>/follow/", tables.follow, name="follow_register"),
    path("tables/<int:pk>/print/", prints.ask, name="print"),
    path("tables/<int:pk>/measures/new/", measures.add, name="add_measure"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/detect/", conflicts.detect, name="detect_conflicts"),
    path("conflicts/<int:pk>/", conflicts.conflict, name="conflict"),
    path("conflicts/<int:pk>/accept/", conflicts.accept, name="accept_conflict"),
    path("measures/", measures.measures, name="measures"),
    path("measures/<int:pk>/", measures.measure, name="measure"),
    path("measures/<int:pk>/edit/", measures.edit, name="edit_measure"),
    path("measures/<int:pk>/remove/", measures.remove, name="remove_measure"),
    path("measures/<int:pk>/progress/", measures.progress, name="set_progress"),
]
