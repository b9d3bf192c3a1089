"""Addresses mounted under /disclosure/."""

from django.urls import path

from disclosure.views import reviews

app_name = "disclosure_desk"
urlpatterns = [
    path("", reviews.home, name="home"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/scopes/", reviews.settle, name="settle_scopes"),
    path("reviews/<int:pk>/opinions/", reviews.opine, name="give_secrecy_opinions"),
]
