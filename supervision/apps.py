"""Wiring of the supervision app, by noun."""

from datetime import time

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from core.registry import ReminderSource, Verifier, registry


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督"

    def ready(self) -> None:
        from supervision.states import VERBS

        registry.verbs |= VERBS
        _wire_the_year()
        _wire_self_checks()
        _wire_findings()
        _wire_spot_checks()
        _wire_appraisals()
        _wire_reminders()


def _wire_the_year() -> None:
    from supervision import queries, services

    registry.duty_handlers["supervision.open_editions"] = services.open_editions
    registry.duty_handlers["supervision.print"] = services.print_paper
    registry.duty_watchers["supervision.print"] = queries.may_watch_paper
    registry.attachment_readers["supervision.paper"] = queries.may_read_paper
    registry.attachment_readers["supervision.lesson"] = queries.may_read_lesson
    registry.duty_handlers["supervision.print_overview"] = services.print_overview
    registry.attachment_readers["supervision.overview"] = queries.may_read_overview_print
    registry.edition_listeners.append(services.count_differences)


def _wire_self_checks() -> None:
    """自查, 日常检查, 自查总结报告 and 迎检."""
    from supervision.queries import daily_checks, inspections, self_checks
    from supervision.queries.self_check_tasks import waiting_tasks
    from supervision.services import self_checks as self_check_services

    registry.duty_handlers["supervision.open_self_checks"] = self_check_services.open_in_background
    registry.daily_duties.append("supervision.open_self_checks")
    readers = registry.attachment_readers
    readers[self_checks.ANSWER_SUBJECT] = self_checks.may_read_answer_file
    readers[daily_checks.SUBJECT] = daily_checks.may_read_daily_file
    readers[inspections.MATERIAL] = inspections.may_read_material_file
    for subject in (inspections.NOTICE, inspections.FEEDBACK, inspections.REPLY):
        readers[subject] = inspections.may_read_inspection_file
    registry.desk_tasks.append(waiting_tasks)


def _wire_findings() -> None:
    from supervision import queries, services

    registry.list_handlers["findings"] = services.closing_handler
    registry.things.add("findings")
    registry.chain_counts["supervision"] = queries.chain_links
    registry.daily_duties.append("supervision.overdue")
    registry.duty_handlers["supervision.overdue"] = services.count_overdue_in_background
    registry.attachment_readers["supervision.finding"] = queries.may_read_file
    registry.attachment_readers["supervision.evidence"] = queries.may_read_file
    registry.attachment_readers["supervision.riskwarning"] = queries.may_read_warning_file
    registry.desk_tasks += [queries.finding_tasks, queries.warning_tasks]


def _wire_spot_checks() -> None:
    from supervision import queries

    registry.attachment_readers["supervision.spotcheck"] = queries.may_read_population
    registry.attachment_readers[queries.ITEM_SUBJECT] = queries.may_read_evidence
    registry.attachment_readers[queries.SHEET_SUBJECT] = queries.may_read_sheet
    registry.desk_tasks.append(queries.spot_check_tasks)


def _wire_appraisals() -> None:
    from supervision import queries

    registry.appraisal_criteria |= queries.FORMULAS
    registry.attachment_readers["supervision.score"] = queries.may_read_proof
    registry.verifiers["supervision.appraisals"] = Verifier(_("考核结果"), 58, queries.appraisal_breaches)
    registry.desk_tasks += [queries.appraisal_tasks, queries.accountability_tasks]


def _wire_reminders() -> None:
    from supervision import services

    registry.duty_handlers["supervision.remind"] = services.remind
    registry.daily_duties.append("supervision.remind")
    registry.duty_hours["supervision.remind"] = time(8)
    _wire_sources()


def _wire_sources() -> None:
    from supervision import queries
    from supervision.queries import reminded, reminded_appraisals, reminded_reports

    registry.reminder_sources["receipts"] = ReminderSource(_("接收自查报告"), 17, reminded_reports.due_receipts)
    registry.reminder_sources["phases"] = ReminderSource(_("年度阶段"), 18, queries.due_phases)
    registry.reminder_sources["self_checks"] = ReminderSource(_("自查"), 17, queries.due_self_checks)
    registry.reminder_sources["records"] = ReminderSource(_("抽查记录"), 19, queries.due_records)
    registry.reminder_sources["findings"] = ReminderSource(_("问题整改"), 20, queries.due_findings)
    registry.reminder_sources["rechecks"] = ReminderSource(_("整改复查"), 21, queries.due_rechecks)
    registry.reminder_sources["closings"] = ReminderSource(_("提请销号"), 21, reminded.due_closings)
    registry.reminder_sources["replies"] = ReminderSource(_("回复问题来源"), 22, queries.due_replies)
    registry.reminder_sources["appraisals"] = ReminderSource(_("考核"), 23, reminded_appraisals.due_appraisals)
    registry.reminder_sources["appeals"] = ReminderSource(_("考核申诉"), 23, reminded_appraisals.due_appeals)
    registry.reminder_sources["proposals"] = ReminderSource(_("问责建议"), 24, reminded.due_proposals)
    registry.reminder_sources["follow_ups"] = ReminderSource(_("责任追究回访"), 24, queries.due_follow_ups)
    registry.reminder_sources["warnings"] = ReminderSource(_("预警反馈"), 23, queries.due_warnings)
    registry.reminder_sources["extensions"] = ReminderSource(_("整改延期"), 20, reminded.due_extensions)
    registry.reminder_sources["inspections"] = ReminderSource(_("迎检回复"), 22, reminded_reports.due_inspections)
    registry.reminder_sources["materials"] = ReminderSource(_("迎检材料"), 22, reminded_reports.due_materials)
