"""Wiring of the supervision app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督"

    def ready(self) -> None:
        from core.registry import registry
        from supervision import queries, services
        from supervision.states import VERBS

        registry.duty_handlers["supervision.open_editions"] = services.open_editions
        registry.duty_handlers["supervision.print"] = services.print_paper
        registry.duty_watchers["supervision.print"] = queries.may_watch_paper
        registry.attachment_readers["supervision.paper"] = queries.may_read_paper
        registry.attachment_readers["supervision.lesson"] = queries.may_read_lesson
        registry.verbs |= VERBS
