"""Addresses of findings and their rectification."""

from django.urls import path

from supervision.views import findings, rectifications

urlpatterns = [
    path("findings/", findings.findings, name="findings"),
    path("findings/new/", findings.pick, name="add_finding"),
    path("findings/new/<str:code>/", findings.add, name="add_finding_in"),
    path("findings/<int:pk>/", findings.finding, name="finding"),
    path("findings/<int:pk>/plan/", rectifications.plan, name="plan_rectification"),
    path("findings/<int:pk>/report/", rectifications.report, name="report_rectification"),
    path("findings/<int:pk>/extend/", rectifications.extend, name="ask_extension"),
    path("findings/<int:pk>/recheck/", rectifications.recheck, name="recheck"),
    path("findings/<int:pk>/reply/", rectifications.reply, name="reply_to_source"),
    path("extensions/<int:pk>/answer/", rectifications.answer_extension, name="answer_extension"),
    path("proposals/<int:pk>/answer/", rectifications.answer_proposal, name="answer_proposal"),
]
