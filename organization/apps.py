"""Wiring of the organization app."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = "机构"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from core import services as core_services
        from core.registry import ReminderSource, registry
        from organization import queries, services
        from organization.states import VERBS

        registry.duty_handlers[core_services.HEAD_DUTY] = services.keep_head
        registry.daily_duties.append(core_services.HEAD_DUTY)
        registry.duty_handlers["organization.deliver"] = services.deliver
        registry.daily_duties.append("organization.deliver")
        registry.duty_handlers["organization.try_channel"] = services.try_channel
        registry.reminder_sources["calendar"] = ReminderSource(_("工作日历"), 90, queries.due_calendars)
        registry.verbs |= VERBS
