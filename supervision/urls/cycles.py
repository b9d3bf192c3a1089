"""Addresses of the year and its phases."""

from django.urls import path

from supervision.views import home

urlpatterns = [path("", home.home, name="home")]
