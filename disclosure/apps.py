"""Wiring of the disclosure app."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        from core.registry import registry
        from disclosure import queries, services
        from disclosure.states import VERBS

        registry.settled_scopes.append(queries.settled_scope)
        registry.stage_conditions += [queries.scopes_missing, queries.opinions_missing]
        registry.submit_listeners.append(services.follow_frozen)
        registry.force_listeners.append(services.publish_powers)
        registry.desk_tasks.append(queries.tasks)
        registry.verbs |= VERBS
