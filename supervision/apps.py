"""Wiring of the supervision app."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督"

    def ready(self) -> None:
        from core.registry import registry
        from supervision import queries, services
        from supervision.states import VERBS

        registry.verbs |= VERBS
        registry.attachment_readers["supervision.spotcheck"] = queries.may_read_population
        registry.attachment_readers[queries.ITEM_SUBJECT] = queries.may_read_evidence
        registry.attachment_readers[queries.SHEET_SUBJECT] = queries.may_read_sheet
        registry.attachment_readers[queries.PRINT_SUBJECT] = queries.may_read_print
        registry.duty_handlers["supervision.print_record"] = services.print_record
        registry.duty_watchers["supervision.print_record"] = queries.may_watch_print
        registry.desk_tasks.append(queries.spot_check_tasks)
