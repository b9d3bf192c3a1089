"""Addresses mounted under /open/."""

from django.urls import path

from disclosure.views import public

app_name = "disclosure"
urlpatterns = [
    path("", public.home, name="home"),
    path("powers/", public.powers, name="powers"),
    path("powers/<str:code>/", public.power, name="power"),
]
