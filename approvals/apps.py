"""Wiring of the approvals app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = "审批"

    def ready(self) -> None:
        from approvals import queries, services
        from approvals.states import VERBS
        from core.registry import ReminderSource, Verifier, registry

        registry.verifiers["approvals.contents"] = Verifier(_("签署的内容"), 30, queries.content_breaches)
        registry.verifiers["approvals.decisions"] = Verifier(_("审批意见"), 40, queries.decision_breaches)
        registry.verifiers["approvals.lists"] = Verifier(_("生效的清单"), 50, queries.list_breaches)
        registry.verifiers["approvals.corrections"] = Verifier(_("更正"), 55, queries.correction_breaches)
        registry.verifiers["approvals.meetings"] = Verifier(_("会议记录"), 45, queries.meeting_breaches)
        registry.desk_tasks.append(queries.tasks)
        registry.desk_tasks.append(queries.filing_tasks)
        registry.desk_tasks.append(queries.report_tasks)
        registry.duty_handlers["approvals.print_meeting"] = services.print_meeting
        registry.duty_handlers["approvals.print_filing"] = services.print_filing
        registry.duty_handlers["approvals.remind_filing"] = services.remind_filing
        registry.duty_watchers["approvals.print_meeting"] = queries.may_watch_print
        registry.duty_watchers["approvals.print_filing"] = queries.may_watch_print
        registry.attachment_readers["approvals.meetingrecord"] = queries.may_read_paper
        registry.attachment_readers["approvals.meetingminutes"] = queries.may_read_paper
        registry.attachment_readers["approvals.filing"] = queries.may_read_filing
        registry.reminder_sources["submissions"] = ReminderSource(_("待办审批"), 10, queries.due_submissions)
        registry.reminder_sources["signatures"] = ReminderSource(_("待签署的报审"), 9, queries.due_signatures)
        registry.reminder_sources["reworks"] = ReminderSource(_("被退回的报审"), 9, queries.due_reworks)
        registry.reminder_sources["calls"] = ReminderSource(_("会议回执"), 11, queries.due_calls)
        registry.verbs |= VERBS
