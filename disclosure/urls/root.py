"""Addresses of the public face at the root of the site, where others look for them."""

from django.urls import path

from disclosure.views import public_data

urlpatterns = [path("robots.txt", public_data.robots, name="robots")]
