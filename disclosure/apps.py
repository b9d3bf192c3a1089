"""Wiring of the disclosure app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        from core.registry import Formula, ReminderSource, Verifier, registry
        from disclosure import queries, services
        from disclosure.queries import handling, slips
        from disclosure.services import retention
        from disclosure.services import slips as slip_services
        from disclosure.states import VERBS

        registry.settled_scopes.append(queries.settled_scope)
        registry.stage_conditions += [queries.scopes_missing, queries.opinions_missing]
        registry.submit_listeners.append(services.follow_frozen)
        registry.force_listeners.append(services.publish_powers)
        registry.correction_listeners.append(services.publish_correction)
        registry.verifiers["disclosure.publications"] = Verifier(_("公开事项"), 60, queries.publication_breaches)
        registry.desk_tasks.append(queries.tasks)
        registry.desk_tasks.append(handling.suggestion_tasks)
        registry.reminder_sources["disclosure.suggestion"] = ReminderSource(_("意见建议"), 95, handling.due_suggestions)
        registry.origins.append(handling.origin)
        registry.duty_handlers["disclosure.purge"] = retention.purge_in_background
        registry.daily_duties.append("disclosure.purge")
        registry.duty_handlers["disclosure.print_slips"] = slip_services.print_slips
        registry.duty_patience["disclosure.print_slips"] = timedelta(minutes=10)
        registry.duty_watchers["disclosure.print_slips"] = slips.may_watch_print
        registry.attachment_readers["disclosure.slipbatch"] = slips.may_read_slips
        registry.appraisal_criteria["public_rating"] = Formula(
            _("群众评议满意率"),
            _("本年度群众用评议码评议的满意和基本满意所占比例；不足 5 份的不计分。"),
            slips.public_rating,
        )
        registry.verbs |= VERBS
        _disclose()
        _wire_drafts()


def _disclose() -> None:
    """The catalogue: what is due, opened each day, told to who has to write."""
    from core.registry import ReminderSource, registry
    from disclosure.queries import dues
    from disclosure.services import dues as due_services

    registry.daily_duties.append("disclosure.open_dues")
    registry.duty_handlers["disclosure.open_dues"] = due_services.open_in_background
    registry.reminder_sources["disclosure.due"] = ReminderSource(_("信息公开"), 95, dues.due_disclosures)
    registry.desk_tasks.append(dues.due_tasks)


def _wire_drafts() -> None:
    """公开稿: through approvals with its checklist, published by a duty."""
    from core.registry import ReminderSource, registry
    from disclosure.queries import drafts, secrecy
    from disclosure.services import publishing

    registry.list_handlers[publishing.DraftHandler.kind] = publishing.DraftHandler()
    registry.things.add(publishing.DraftHandler.kind)
    registry.stage_conditions.append(secrecy.secrecy_missing)
    registry.stage_panels.append(secrecy.secrecy_panel)
    registry.duty_handlers[publishing.PUBLISH_DUTY] = publishing.publish_in_background
    registry.attachment_readers[drafts.FILE_SUBJECT] = drafts.may_read_file
    registry.desk_tasks.append(drafts.draft_tasks)
    registry.reminder_sources["disclosure_drafts"] = ReminderSource(_("公开稿"), 26, drafts.due_drafts)
