"""Addresses of the appraisal."""

from django.urls import path

from supervision.views import appeals, appraisals, criteria

urlpatterns = [
    path("appraisals/", appraisals.appraisals, name="appraisals"),
    path("appraisals/new/", appraisals.plan, name="plan_appraisal"),
    path("appraisals/mine/", appeals.my_results, name="my_results"),
    path("appraisals/uses/", appeals.uses, name="uses"),
    path("appraisals/criteria/", criteria.criteria, name="criteria"),
    path("appraisals/criteria/new/", criteria.add_default, name="add_default_criterion"),
    path("appraisals/criteria/<int:pk>/edit/", criteria.edit_default, name="edit_default_criterion"),
    path("appraisals/criteria/<int:pk>/remove/", criteria.remove_default, name="remove_default_criterion"),
    path("appraisals/<int:pk>/", appraisals.appraisal, name="appraisal"),
    path("appraisals/<int:pk>/criteria/new/", criteria.add, name="add_criterion"),
    path("appraisals/<int:pk>/open/", appraisals.open_appraisal, name="open_appraisal"),
    path("appraisals/<int:pk>/compute/", appraisals.compute, name="compute_appraisal"),
    path("appraisals/<int:pk>/publish/", appraisals.publish, name="publish_appraisal"),
    path("appraisals/<int:pk>/close/", appraisals.close, name="close_appraisal"),
    path("appraisals/<int:pk>/print/", appraisals.print_sheet, name="print_appraisal"),
    path("appraisals/<int:pk>/people/", appeals.person_results, name="person_results"),
    path("appraisals/<int:pk>/use/", appeals.record_use, name="record_use"),
    path("criteria/<int:pk>/edit/", criteria.edit, name="edit_criterion"),
    path("criteria/<int:pk>/remove/", criteria.remove, name="remove_criterion"),
    path("criteria/<int:pk>/score/", appraisals.score, name="score"),
    path("results/<int:pk>/", appraisals.result, name="appraisal_result"),
    path("results/<int:pk>/appeal/", appeals.appeal_result, name="appeal_result"),
    path("person-results/<int:pk>/", appeals.person_result, name="person_result"),
    path("person-results/<int:pk>/appeal/", appeals.appeal_person_result, name="appeal_person_result"),
    path("appeals/<int:pk>/answer/", appeals.answer_appeal, name="answer_appeal"),
]
