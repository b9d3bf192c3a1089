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
        _wire_proof()


def _wire_proof() -> None:
    """Printed sheets and the chain's head told each day."""
    from core.registry import registry
    from disclosure.services import heads, sheets

    registry.duty_handlers[sheets.DUTY] = sheets.print_duty
    registry.duty_patience[sheets.DUTY] = sheets.PATIENCE
    registry.duty_handlers[heads.DUTY] = heads.tell_in_background
    registry.daily_duties += [sheets.DUTY, heads.DUTY]
    registry.duty_hours[heads.DUTY] = heads.HOUR
