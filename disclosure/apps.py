"""Wiring of the disclosure app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        from core.registry import Verifier, registry
        from disclosure import queries, services
        from disclosure.services import refresh
        from disclosure.states import VERBS

        registry.settled_scopes.append(queries.settled_scope)
        registry.stage_conditions += [queries.scopes_missing, queries.opinions_missing]
        registry.submit_listeners.append(services.follow_frozen)
        registry.force_listeners.append(services.publish_powers)
        registry.correction_listeners.append(services.publish_correction)
        registry.verifiers["disclosure.publications"] = Verifier(_("公开事项"), 60, queries.publication_breaches)
        registry.desk_tasks.append(queries.tasks)
        registry.duty_handlers[refresh.KIND] = refresh.handle
        registry.verbs |= VERBS
