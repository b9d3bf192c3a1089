"""Wiring of the supervision app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督"

    def ready(self) -> None:
        from core.registry import registry
        from supervision.states import VERBS

        registry.verbs |= VERBS
        self._wire_self_checks()

    def _wire_self_checks(self) -> None:
        """自查, 日常检查, 自查总结报告 and 迎检."""
        from core.registry import registry
        from supervision.queries import daily_checks, hospital_reports, inspections, printed_reports, self_checks
        from supervision.queries.self_check_tasks import waiting_tasks
        from supervision.services import report_prints
        from supervision.services import self_checks as self_check_services

        registry.duty_handlers["supervision.open_self_checks"] = self_check_services.open_in_background
        registry.daily_duties.append("supervision.open_self_checks")
        registry.duty_handlers["supervision.print_report"] = report_prints.print_report
        registry.duty_watchers["supervision.print_report"] = printed_reports.may_watch_print
        readers = registry.attachment_readers
        readers[self_checks.ANSWER_SUBJECT] = self_checks.may_read_answer_file
        readers[printed_reports.SELF_CHECK] = self_checks.may_read_self_check_file
        readers[printed_reports.HOSPITAL] = hospital_reports.may_read_hospital_file
        readers[daily_checks.SUBJECT] = daily_checks.may_read_daily_file
        readers[inspections.MATERIAL] = inspections.may_read_material_file
        for subject in (inspections.NOTICE, inspections.FEEDBACK, inspections.REPLY):
            readers[subject] = inspections.may_read_inspection_file
        registry.desk_tasks.append(waiting_tasks)
