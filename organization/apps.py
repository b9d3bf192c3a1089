"""Wiring of the organization app."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = "机构"

    def ready(self) -> None:
        from core import services as core_services
        from core.registry import registry
        from organization import services
        from organization.states import VERBS

        registry.duty_handlers[core_services.HEAD_DUTY] = services.keep_head
        registry.daily_duties.append(core_services.HEAD_DUTY)
        registry.verbs |= VERBS
