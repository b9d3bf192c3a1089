"""Wiring of the disclosure app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        from core.registry import Verifier, registry
        from disclosure import queries, services
        from disclosure.states import VERBS

        registry.settled_scopes.append(queries.settled_scope)
        registry.stage_conditions += [queries.scopes_missing, queries.opinions_missing]
        registry.submit_listeners.append(services.follow_frozen)
        registry.force_listeners.append(services.publish_powers)
        registry.correction_listeners.append(services.publish_correction)
        registry.verifiers["disclosure.publications"] = Verifier(_("公开事项"), 60, queries.publication_breaches)
        registry.desk_tasks.append(queries.tasks)
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
