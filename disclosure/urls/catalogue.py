"""Desk addresses of the catalogue, its drafts and what is open inside the hospital."""

from django.urls import URLPattern, path

from disclosure.views import catalogue, drafts, dues, inside, publishing

CATALOGUE: list[URLPattern] = [
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
DRAFTS: list[URLPattern] = [
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/add/", drafts.add_draft, name="add_draft"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/change/", drafts.change_draft, name="change_draft"),
    path("drafts/<int:pk>/save/", drafts.save_draft, name="save_draft"),
    path("drafts/<int:pk>/files/", drafts.attach_files, name="attach_files"),
    path("drafts/<int:pk>/files/<int:file>/remove/", drafts.detach_file, name="detach_file"),
    path("drafts/<int:pk>/submit/", publishing.submit_draft, name="submit_draft"),
    path("drafts/<int:pk>/drop/", publishing.drop_draft, name="drop_draft"),
    path("drafts/<int:pk>/hold/", publishing.hold_draft, name="hold_draft"),
    path("submissions/<int:pk>/secrecy/", publishing.secrecy_check, name="secrecy_check"),
    path("publications/", publishing.publications, name="publications"),
    path("publications/<int:pk>/", publishing.publication, name="publication"),
    path("publications/<int:pk>/correct/", publishing.correct, name="correct"),
    path("publications/<int:pk>/withdraw/", publishing.withdraw, name="withdraw"),
]

urlpatterns: list[URLPattern] = [*CATALOGUE, *DRAFTS]
