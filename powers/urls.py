"""Addresses of the powers app."""

from django.urls import path

from powers.views import flows, library, lists, powers

app_name = "powers"
urlpatterns = [
    path("", lists.home, name="home"),
    path("in-force/", lists.in_force, name="in_force"),
    path("lists/open/", lists.open_list, name="open_list"),
    path("lists/<int:pk>/", lists.power_list, name="list"),
    path("lists/<int:pk>/check/", lists.check, name="check"),
    path("lists/<int:pk>/difference/", lists.difference, name="difference"),
    path("lists/<int:pk>/add/", powers.add, name="add"),
    path("<int:pk>/", powers.power, name="power"),
    path("<int:pk>/edit/", powers.edit, name="edit"),
    path("<int:pk>/draft/", powers.save_draft, name="save_draft"),
    path("<int:pk>/remove/", powers.remove, name="remove"),
    path("<int:pk>/history/", powers.history, name="history"),
    path("<int:pk>/print/", powers.print_power, name="print"),
    path("<int:pk>/flows/<str:kind>/", flows.flow, name="flow"),
    path("<int:pk>/flows/<str:kind>/preview/", flows.preview, name="preview"),
    path("<int:pk>/flows/<str:kind>/chart.svg", flows.svg_file, name="flow_svg"),
    path("<int:pk>/flows/<str:kind>/chart.bpmn", flows.bpmn_file, name="flow_bpmn"),
    path("bases/", library.bases, name="bases"),
    path("bases/find/", powers.find_bases, name="find_bases"),
    path("bases/add/", library.add_basis, name="add_basis"),
    path("bases/<str:code>/", library.basis, name="basis"),
    path("bases/<str:code>/edit/", library.edit_basis, name="edit_basis"),
    path("bases/<str:code>/verify/", library.verify_basis, name="verify_basis"),
    path("regulations/", library.regulations, name="regulations"),
    path("regulations/add/", library.add_regulation, name="add_regulation"),
    path("regulations/<str:code>/", library.regulation, name="regulation"),
    path("regulations/<str:code>/edit/", library.edit_regulation, name="edit_regulation"),
]
