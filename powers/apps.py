"""Wiring of the powers app."""

from django.apps import AppConfig


class PowersConfig(AppConfig):
    name = "powers"
    verbose_name = "职权"

    def ready(self) -> None:
        """Let approvals carry editions of powers, and other pages link back to them in the chain."""
        from core.registry import registry
        from powers import queries, services
        from powers.states import VERBS

        registry.list_handlers[services.handler.kind] = services.handler
        registry.chain_counts["powers"] = queries.chain_links
        registry.verbs |= VERBS
