"""Addresses of 自查, 日常检查, 自查总结报告 and 迎检."""

from django.urls import path

from supervision.views import daily_checks, hospital_reports, inspections, self_check_answers, self_checks

urlpatterns = [
    path("self-checks/", self_checks.self_checks, name="self_checks"),
    path("self-checks/open/", self_checks.open_self_checks, name="open_self_checks"),
    path("self-checks/<int:pk>/", self_checks.self_check, name="self_check"),
    path("self-checks/<int:pk>/answers/", self_check_answers.answer_self_check, name="answer_self_check"),
    path("self-checks/<int:pk>/follow/", self_check_answers.follow_measures, name="follow_measures"),
    path("self-checks/<int:pk>/progress/", self_check_answers.report_progress, name="report_progress"),
    path("self-checks/<int:pk>/report/", self_check_answers.report, name="self_check_report"),
    path("self-checks/<int:pk>/report/edit/", self_check_answers.write_report, name="write_report"),
    path("self-checks/<int:pk>/report/rewrite/", self_check_answers.rewrite_report, name="rewrite_report"),
    path("self-checks/<int:pk>/sign/", self_checks.sign, name="sign_self_check"),
    path("self-checks/<int:pk>/receive/", self_checks.receive, name="receive_self_check"),
    path("self-checks/<int:pk>/return/", self_checks.return_back, name="return_self_check"),
    path("self-checks/<int:pk>/print/<slug:kind>/", self_checks.print_self_check, name="print_self_check"),
    path("self-checks/answers/<int:pk>/", self_check_answers.answer, name="self_check_answer"),
    path("self-checks/answers/<int:pk>/finding/", self_check_answers.raise_finding, name="raise_finding"),
    path("daily-checks/", daily_checks.daily_checks, name="daily_checks"),
    path("daily-checks/new/", daily_checks.add, name="add_daily_check"),
    path("daily-checks/<int:pk>/", daily_checks.daily_check, name="daily_check"),
    path("hospital-reports/new/", hospital_reports.merge_reports, name="merge_reports"),
    path("hospital-reports/<int:pk>/", hospital_reports.hospital_report, name="hospital_report"),
    path("hospital-reports/<int:pk>/edit/", hospital_reports.write, name="write_hospital_report"),
    path("hospital-reports/<int:pk>/rewrite/", hospital_reports.rewrite, name="rewrite_hospital_report"),
    path("hospital-reports/<int:pk>/send/", hospital_reports.send, name="send_hospital_report"),
    path("hospital-reports/<int:pk>/receipt/", hospital_reports.receipt, name="record_report_receipt"),
    path(
        "hospital-reports/<int:pk>/print/<slug:kind>/",
        hospital_reports.print_hospital_report,
        name="print_hospital_report",
    ),
    path("inspections/", inspections.inspections, name="inspections"),
    path("inspections/new/", inspections.open_inspection, name="open_inspection"),
    path("inspections/<int:pk>/", inspections.inspection, name="inspection"),
    path("inspections/<int:pk>/edit/", inspections.change, name="change_inspection"),
    path("inspections/<int:pk>/begin/", inspections.begin, name="begin_inspection"),
    path("inspections/<int:pk>/materials/new/", inspections.add_material, name="add_material"),
    path("inspections/<int:pk>/feedback/", inspections.feedback, name="record_feedback"),
    path("inspections/<int:pk>/reply/", inspections.reply, name="record_reply"),
    path("inspections/<int:pk>/finding/", inspections.find, name="open_inspection_finding"),
    path("inspections/<int:pk>/finding/<str:code>/", inspections.find_in, name="open_inspection_finding_in"),
    path("inspections/materials/<int:pk>/", inspections.give_material, name="give_material"),
]
