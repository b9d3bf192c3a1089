"""Pages of the public face on which a reader answers back."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
