"""Wiring of the powers app."""

from django.apps import AppConfig


class PowersConfig(AppConfig):
    name = "powers"
    verbose_name = "职权"

    def ready(self) -> None:
        """Let approvals carry editions of powers, other pages link back to them, and reviews be opened and ended."""
        from django.utils.translation import gettext_lazy as _

        from core.registry import ReminderSource, TouchKind, registry
        from powers import queries, services
        from powers.states import VERBS

        registry.list_handlers[services.handler.kind] = services.handler
        registry.chain_counts["powers"] = queries.chain_links
        registry.touch_kinds["power"] = TouchKind(
            _("职权"), 10, services.handler.kind, queries.marks_of_powers, queries.powers_citing
        )
        registry.touch_kinds["step"] = TouchKind(_("环节"), 20)
        registry.touch_sources.append(queries.touched_powers)
        registry.force_followers.append(services.adjust_after_force)
        registry.attachment_readers[services.TEXT_SUBJECT] = queries.may_read_text
        registry.desk_tasks += [queries.review_tasks, queries.due_tasks]
        registry.reminder_sources["reviews"] = ReminderSource(_("依据变动复核"), 30, queries.due_reviews)
        registry.reminder_sources["powers"] = ReminderSource(_("职权年度复核"), 31, queries.due_powers)
        registry.reminder_sources["bases"] = ReminderSource(_("行使依据核对"), 32, queries.due_bases)
        registry.verbs |= VERBS
