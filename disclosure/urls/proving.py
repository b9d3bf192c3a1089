"""Pages of the public face by which a reader checks that nothing was altered or hidden."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
