"""Desk addresses of what the public wrote in: suggestions, slips, ratings."""

from django.urls import URLPattern, path

from disclosure.views import handling, slips, statistics, suggestions

urlpatterns: list[URLPattern] = [
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/<uuid:pk>/", suggestions.suggestion, name="suggestion"),
    path("suggestions/files/<uuid:pk>/", suggestions.file, name="suggestion_file"),
    path("suggestions/<uuid:pk>/assign/", handling.assign, name="assign_suggestion"),
    path("suggestions/<uuid:pk>/draft/", handling.draft, name="draft_answer"),
    path("suggestions/<uuid:pk>/return/", handling.give_back, name="return_answer"),
    path("suggestions/<uuid:pk>/answer/", handling.answer, name="answer_suggestion"),
    path("suggestions/<uuid:pk>/clear/", handling.clear, name="clear_answer"),
    path("suggestions/<uuid:pk>/hold/", handling.hold, name="hold_answer"),
    path("suggestions/<uuid:pk>/correct/", handling.correct, name="correct_answer"),
    path("suggestions/<uuid:pk>/refuse/", handling.refuse, name="refuse_suggestion"),
    path("suggestions/<uuid:pk>/report/", handling.treat_as_report, name="treat_as_report"),
    path("suggestions/<uuid:pk>/point/", handling.propose_point, name="propose_point"),
    path("suggestions/<uuid:pk>/finding/", handling.make_finding, name="make_finding"),
    path("batches/", slips.batches, name="batches"),
    path("batches/add/", slips.add, name="add_batch"),
    path("batches/<int:pk>/", slips.batch, name="batch"),
    path("batches/<int:pk>/print/", slips.print_slips, name="print_batch"),
    path("batches/<int:pk>/close/", slips.close, name="close_batch"),
    path("ratings/", slips.ratings, name="ratings"),
    path("statistics/", statistics.statistics, name="statistics"),
    path("settings/", statistics.open_settings, name="open_settings"),
]
