"""Addresses of the risks app."""

from django.urls import path

from risks.views import grading, points, proposals, registers, reviews

app_name = "risks"
urlpatterns = [
    path("", registers.home, name="home"),
    path("registers/open/", registers.choose, name="choose"),
    path("registers/open/<str:code>/", registers.open_register, name="open_register"),
    path("registers/<int:pk>/", registers.register, name="register"),
    path("registers/<int:pk>/changes/", registers.changes, name="changes"),
    path("registers/<int:pk>/follow/", registers.follow, name="follow"),
    path("registers/<int:pk>/review/", reviews.review, name="review"),
    path("points/", points.points, name="points"),
    path("new/", points.new, name="new"),
    path("points/<int:pk>/", points.point, name="point"),
    path("points/<int:pk>/edit/", points.edit, name="edit_point"),
    path("points/<int:pk>/save/", points.save, name="save_point"),
    path("points/<int:pk>/remove/", points.remove, name="remove_point"),
    path("points/<int:pk>/opinion/", grading.opinion, name="opinion"),
    path("points/<int:pk>/opinion/withdraw/", grading.withdraw, name="withdraw_opinion"),
    path("points/<int:pk>/hearing/", grading.ask_hearing, name="ask_hearing"),
    path("points/<int:pk>/heard/", grading.hear, name="hear"),
    path("preview/", grading.preview, name="preview"),
    path("proposals/", proposals.received, name="proposals"),
    path("proposals/mine/", proposals.made, name="my_proposals"),
    path("proposals/new/", proposals.new, name="new_proposal"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/adopt/", proposals.adopt, name="adopt"),
    path("proposals/<int:pk>/decline/", proposals.decline, name="decline"),
    path("proposals/<int:pk>/name/", proposals.reveal, name="reveal"),
    path("rules/", grading.rules_page, name="rules"),
    path("rules/new/", grading.make_rule, name="make_rule"),
]
