"""Addresses mounted under /accounts/: login, logout, the own account."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from organization.views import login

app_name = "accounts"
urlpatterns = [
    path("login/", login.Login.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("password/", login.password, name="password"),
    path("me/", login.me, name="me"),
]
