"""Addresses of the register of warnings."""

from django.urls import path, re_path

from supervision.views import warnings

urlpatterns = [
    path("warnings/", warnings.warnings, name="warnings"),
    path("warnings/new/", warnings.pick, name="add_warning"),
    path("warnings/new/<str:code>/", warnings.add, name="add_warning_in"),
    path("warnings/<int:pk>/", warnings.warning, name="warning"),
    path("warnings/<int:pk>/judge/", warnings.judge, name="judge_warning"),
    path("warnings/<int:pk>/send/", warnings.send, name="send_warning"),
    path("warnings/<int:pk>/answer/", warnings.answer, name="answer_warning"),
    path("warnings/<int:pk>/handle/", warnings.handle, name="handle_warning"),
    re_path(r"^warnings/(?P<pk>\d+)/print/(?P<kind>pdf|docx)/$", warnings.print_letter, name="print_warning"),
]
