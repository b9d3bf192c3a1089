"""Wiring of the disclosure app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        from core.registry import registry
        from disclosure.states import VERBS

        registry.verbs |= VERBS
        _wire_powers()
        _wire_catalogue()
        _wire_drafts()
        _wire_incoming()
        _wire_proof()


def _wire_powers() -> None:
    """Powers: reviewed while their list is, published when it comes into force."""
    from core.registry import Verifier, registry
    from disclosure import queries, services

    registry.settled_scopes.append(queries.settled_scope)
    registry.stage_conditions += [queries.scopes_missing, queries.opinions_missing]
    registry.submit_listeners.append(services.follow_frozen)
    registry.force_listeners.append(services.publish_powers)
    registry.correction_listeners.append(services.publish_correction)
    registry.verifiers["disclosure.publications"] = Verifier(_("公开事项"), 60, queries.publication_breaches)
    registry.desk_tasks.append(queries.tasks)


def _wire_catalogue() -> None:
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
    from disclosure.services import secrecy as secrecy_services

    registry.list_handlers[publishing.DraftHandler.kind] = publishing.DraftHandler()
    registry.things.add(publishing.DraftHandler.kind)
    registry.stage_conditions.append(secrecy.secrecy_missing)
    registry.stage_panels.append(secrecy_services.panel)
    registry.duty_handlers[publishing.PUBLISH_DUTY] = publishing.publish_in_background
    registry.attachment_readers[drafts.FILE_SUBJECT] = drafts.may_read_file
    registry.attachment_readers[drafts.REMOVED_SUBJECT] = drafts.may_read_submitted_file
    registry.desk_tasks.append(drafts.draft_tasks)
    registry.reminder_sources["disclosure.draft"] = ReminderSource(_("公开稿"), 26, drafts.due_drafts)


def _wire_incoming() -> None:
    """What the public wrote in and how it rated: handled, counted, deleted in time, fed to the appraisal."""
    from core.registry import Formula, ReminderSource, registry
    from disclosure.queries import handling, slips
    from disclosure.services import retention
    from disclosure.services import slips as slip_services

    registry.desk_tasks.append(handling.suggestion_tasks)
    registry.reminder_sources["disclosure.suggestion"] = ReminderSource(_("意见建议"), 96, handling.due_suggestions)
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


def _wire_proof() -> None:
    """Printed sheets, the chain's head told each day, and caches that follow what is published."""
    from core.registry import registry
    from disclosure.services import heads, refresh, sheets

    registry.duty_handlers[sheets.DUTY] = sheets.print_duty
    registry.duty_patience[sheets.DUTY] = sheets.PATIENCE
    registry.duty_handlers[heads.DUTY] = heads.tell_in_background
    registry.daily_duties += [sheets.DUTY, heads.DUTY]
    registry.duty_hours[heads.DUTY] = heads.HOUR
    registry.duty_handlers[refresh.KIND] = refresh.handle
