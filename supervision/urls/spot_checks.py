"""Addresses of spot checks, their records and the checklists."""

from django.urls import path

from supervision.views import checklists, record_sheets, spot_check_records, spot_checks

urlpatterns = [
    path("spot-checks/", spot_checks.spot_checks, name="spot_checks"),
    path("spot-checks/plan/", spot_checks.plan, name="plan_spot_check"),
    path("spot-checks/<int:pk>/", spot_checks.spot_check, name="spot_check"),
    path("spot-checks/<int:pk>/change/", spot_checks.change, name="change_spot_check"),
    path("spot-checks/<int:pk>/freeze/", spot_checks.freeze, name="freeze_population"),
    path("spot-checks/<int:pk>/seed/", spot_checks.fix_seed, name="fix_seed"),
    path("spot-checks/<int:pk>/draw/", spot_checks.draw, name="draw_spot_check"),
    path("spot-checks/<int:pk>/begin/", spot_checks.begin, name="begin_spot_check"),
    path("spot-checks/<int:pk>/close/", spot_checks.close, name="close_spot_check"),
    path("spot-checks/<int:pk>/cancel/", spot_checks.cancel, name="cancel_spot_check"),
    path("spot-records/<int:pk>/", spot_check_records.record, name="spot_check_record"),
    path("spot-records/<int:pk>/inspectors/", spot_check_records.name_inspectors, name="name_inspectors"),
    path("spot-records/<int:pk>/facts/", spot_check_records.facts, name="fill_record"),
    path("spot-records/points/<int:pk>/", spot_check_records.answer, name="answer_items"),
    path("spot-records/items/<int:pk>/finding/", spot_check_records.open_finding, name="open_item_finding"),
    path("spot-records/<int:pk>/finish/", spot_check_records.finish, name="finish_record"),
    path("spot-records/<int:pk>/take-back/", spot_check_records.take_back, name="take_back_record"),
    path("spot-records/inspectors/<int:pk>/sign/", spot_check_records.sign, name="sign_record"),
    path("spot-records/<int:pk>/opinion/", spot_check_records.give_opinion, name="give_record_opinion"),
    path("spot-records/<int:pk>/paper-opinion/", spot_check_records.record_opinion, name="record_paper_opinion"),
    path("spot-records/<int:pk>/print/", record_sheets.ask, name="print_record"),
    path("spot-records/<int:pk>/sheet/", record_sheets.upload, name="upload_record_sheet"),
    path("spot-records/<int:pk>/sheet/<int:file_pk>/", record_sheets.preview, name="preview_record_sheet"),
    path("checklist/", checklists.checklist, name="checklist"),
    path("checklist/add/", checklists.add, name="add_checklist_item"),
    path("checklist/<int:pk>/", checklists.change, name="change_checklist_item"),
    path("checklist/<int:pk>/retire/", checklists.retire, name="retire_checklist_item"),
]
