"""Wiring of the approvals app."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = "审批"

    def ready(self) -> None:
        from approvals import queries
        from approvals.states import VERBS
        from core.registry import registry

        registry.desk_tasks.append(queries.tasks)
        registry.verbs |= VERBS
