"""Wiring of the supervision app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督"

    def ready(self) -> None:
        from core.registry import registry
        from supervision.states import VERBS

        registry.verbs |= VERBS
