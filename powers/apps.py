"""Wiring of the powers app."""

from django.apps import AppConfig


class PowersConfig(AppConfig):
    name = "powers"
    verbose_name = "职权"

    def ready(self) -> None:
        """Let approvals carry editions of powers."""
        from core.registry import registry
        from powers.services.handler import handler

        registry.list_handlers[handler.kind] = handler
