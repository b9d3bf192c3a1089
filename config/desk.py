"""Addresses mounted under /desk/: 我的待办, messages, search, loading."""

from django.urls import include, path

from config import views

app_name = "desk"
urlpatterns = [
    path("", views.front.inbox, name="inbox"),
    path("search/", views.search.search, name="search"),
    path("load/", views.loading.upload, name="load"),
    path("load/<int:pk>/", views.loading.preview, name="preview_load"),
    path("notices/", include("organization.urls.notices")),
]
