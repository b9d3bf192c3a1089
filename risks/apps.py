"""Wiring of the risks app."""

from django.apps import AppConfig


class RisksConfig(AppConfig):
    name = "risks"
    verbose_name = "风险"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from core.registry import ReminderSource, TouchKind, registry
        from risks import queries, services
        from risks.services import handler
        from risks.states import VERBS

        registry.list_handlers["risks"] = handler.handler
        registry.force_followers.append(services.follow_after_force)
        registry.rehash_listeners.append(services.stand_on)
        registry.chain_counts["risks"] = queries.chain_links
        registry.post_uses.append(queries.stand_on_post)
        registry.grade_counts = queries.frozen_grades
        registry.step_marks = queries.marks_of_steps
        registry.touch_kinds["point"] = TouchKind(_("风险点"), 30)
        registry.touch_sources.append(queries.touched_points)
        registry.desk_tasks.append(queries.waiting_tasks)
        registry.reminder_sources["points"] = ReminderSource(_("风险点年度复核"), 40, queries.due_points)
        registry.verbs |= VERBS
