"""Addresses mounted under /disclosure/: reviews, the catalogue with its drafts, what the public wrote in."""

from django.urls import path

from disclosure.urls import catalogue, incoming
from disclosure.views import reviews

app_name = "disclosure_desk"
urlpatterns = [
    path("", reviews.home, name="home"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/scopes/", reviews.settle, name="settle_scopes"),
    path("reviews/<int:pk>/opinions/", reviews.opine, name="give_secrecy_opinions"),
    *catalogue.urlpatterns,
    *incoming.urlpatterns,
]
