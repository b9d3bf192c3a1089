"""Pages of the public face that are read."""

from django.urls import path

from disclosure.views import public

urlpatterns = [
    path("", public.home, name="home"),
    path("powers/", public.powers, name="powers"),
    path("powers/<str:code>/", public.power, name="power"),
]
