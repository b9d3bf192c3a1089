"""Wiring of the organization app."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = "机构"

    def ready(self) -> None:
        from core.registry import registry
        from organization.states import VERBS

        registry.verbs |= VERBS
