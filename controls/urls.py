"""Addresses of the controls app."""

from django.urls import path

from controls.views import conflicts, measures, prints, receipts, rotations, tables

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
    path("tables/<int:pk>/sign/", receipts.sign_table, name="sign_table"),
    path("tables/<int:pk>/receipts/", receipts.table_receipts, name="table_receipts"),
    path("tables/<int:pk>/receipts/paper/", receipts.record_paper, name="record_paper_receipt"),
    path("receipts/", receipts.receipts, name="receipts"),
    path("rotation/", rotations.rotations, name="rotations"),
    path("rotation/<int:pk>/", rotations.rotation, name="rotation"),
    path("rotation/<int:pk>/plan/", rotations.plan_rotation, name="plan_rotation"),
    path("rotation/<int:pk>/defer/", rotations.defer_rotation, name="defer_rotation"),
    path("rotation/<int:pk>/carry-out/", rotations.carry_out_rotation, name="carry_out_rotation"),
    path("rotation/<int:pk>/hand-over/", rotations.hand_over, name="hand_over"),
    path("rotation/<int:pk>/cancel/", rotations.cancel_rotation, name="cancel_rotation"),
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
