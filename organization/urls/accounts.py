"""Addresses mounted under /accounts/: login, logout, the own account."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from organization.views import channels, login

app_name = "accounts"
urlpatterns = [
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", login.password, name="password"),
    path("me/", login.me, name="me"),
    path("channels/", channels.channels, name="channels"),
    path("channels/mail/switch/", channels.switch_mail, name="switch_mail"),
    path("channels/mail/test/", channels.try_mail, name="try_mail"),
    path("channels/hooks/new/", channels.add_hook, name="add_hook"),
    path("channels/hooks/<int:pk>/switch/", channels.switch_hook, name="switch_hook"),
    path("channels/hooks/<int:pk>/test/", channels.try_hook, name="try_hook"),
    path("channels/hooks/<int:pk>/remove/", channels.remove_hook, name="remove_hook"),
]
