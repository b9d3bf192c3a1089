"""Addresses of the approvals app."""

from django.urls import path, re_path

from approvals.views import decisions, filings, lists, meetings, prints, stages, submissions

app_name = "approvals"
urlpatterns = [
    path("", lists.home, name="home"),
    path("submissions/", lists.submissions, name="submissions"),
    path("new/", submissions.choose, name="choose"),
    path("new/leadership/", submissions.prepare_leadership, name="prepare_leadership"),
    path("new/<str:code>/", submissions.prepare, name="prepare"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/sign/", submissions.sign, name="submit"),
    path("submissions/<int:pk>/decide/", decisions.decide, name="decide"),
    path("submissions/<int:pk>/reject/", decisions.reject, name="reject"),
    path("submissions/<int:pk>/withdraw/", submissions.withdraw, name="withdraw"),
    path("submissions/<int:pk>/rows/<int:row_pk>/remarks/", decisions.remark, name="remark"),
    path("remarks/<int:pk>/take-back/", decisions.take_back_remark, name="take_back_remark"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/print/", prints.print_meeting, name="print_meeting"),
    path("verify/<str:sha256>/", prints.verify, name="verify"),
    path("filings/", filings.filings, name="filings"),
    path("filings/<int:pk>/", filings.filing, name="filing"),
    path("filings/<int:pk>/send/", filings.send, name="send_filing"),
    path("filings/<int:pk>/receipt/", filings.receive, name="record_receipt"),
    re_path(r"^filings/(?P<pk>\d+)/print/(?P<kind>pdf|docx)/$", prints.print_filing, name="print_filing"),
    path("stages/", stages.stages, name="stages"),
    path("stages/<int:pk>/", stages.change, name="change_due_days"),
    path("stages/<int:pk>/remove/", stages.remove, name="remove_stage"),
]
