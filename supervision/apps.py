"""Wiring of the supervision app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督"

    def ready(self) -> None:
        from datetime import time

        from django.utils.translation import gettext_lazy as _

        from core.registry import ReminderSource, registry
        from supervision import queries, services
        from supervision.states import VERBS

        registry.duty_handlers["supervision.remind"] = services.remind
        registry.daily_duties.append("supervision.remind")
        registry.duty_hours["supervision.remind"] = time(8)
        registry.reminder_sources["findings"] = ReminderSource(_("问题整改"), 20, queries.due_findings)
        registry.verbs |= VERBS
