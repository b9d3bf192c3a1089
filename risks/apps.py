"""Wiring of the risks app."""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "risks"
    verbose_name = "风险"

    def ready(self) -> None:
        from core.registry import registry
        from risks import queries, services
        from risks.services import handler
        from risks.states import VERBS

        registry.list_handlers["risks"] = handler.handler
        registry.force_listeners.append(services.follow_after_force)
        registry.chain_counts["risks"] = queries.chain_links
        registry.post_uses.append(queries.stand_on_post)
        registry.grade_counts = queries.frozen_grades
        registry.step_marks = queries.marks_of_steps
        registry.desk_tasks.append(queries.waiting_tasks)
        registry.verbs |= VERBS
