"""Desk addresses of the catalogue, its drafts and what is open inside the hospital."""

from django.urls import URLPattern, path

from disclosure.views import catalogue, dues, inside

urlpatterns: list[URLPattern] = [
    path("items/", catalogue.items, name="items"),
    path("items/add/", catalogue.add_item, name="add_item"),
    path("items/standard/", catalogue.adopt_items, name="adopt_items"),
    path("items/<int:pk>/", catalogue.item, name="item"),
    path("items/<int:pk>/change/", catalogue.change_item, name="change_item"),
    path("items/<int:pk>/retire/", catalogue.retire_item, name="retire_item"),
    path("items/<int:pk>/restore/", catalogue.restore_item, name="restore_item"),
    path("items/<int:pk>/dues/add/", dues.add_due, name="add_due"),
    path("dues/", dues.dues, name="dues"),
    path("dues/<int:pk>/waive/", dues.waive_due, name="waive_due"),
    path("inside/", inside.inside_list, name="inside_list"),
    path("inside/<int:sequence>/", inside.inside, name="inside"),
    path("inside/<int:sequence>/files/<str:sha256>/", inside.inside_file, name="inside_file"),
]
