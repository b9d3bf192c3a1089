"""Addresses mounted under /desk/: 我的待办 and messages."""

from django.urls import include, path

from config import views

app_name = "desk"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("notices/", include("organization.urls.notices")),
]
