"""Addresses of core: the gallery of components, background jobs, stored files."""

from django.urls import path

from core import views

app_name = "core"
urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("files/<int:pk>/", views.attachment, name="attachment"),
]
