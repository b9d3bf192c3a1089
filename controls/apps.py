"""Wiring of the controls app."""

from django.apps import AppConfig


class ControlsConfig(AppConfig):
    name = "controls"
    verbose_name = "防控"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from controls import queries, services
        from controls.services.handler import TableHandler
        from controls.states import VERBS
        from core.registry import ReminderSource, TouchKind, Verifier, registry

        registry.list_handlers["controls"] = TableHandler()
        registry.power_checks.append(queries.list_conflicts)
        registry.force_listeners.append(services.ask_detection)
        registry.duty_handlers["controls.detect"] = services.detect_in_background
        registry.daily_duties.append("controls.detect")
        registry.chain_counts["controls"] = queries.chain_links
        registry.duty_handlers["controls.print"] = services.print_table
        registry.duty_watchers["controls.print"] = queries.may_watch_print
        registry.attachment_readers["controls.controltable"] = queries.may_read_print
        registry.touch_kinds["measure"] = TouchKind(_("防控措施"), 40)
        registry.touch_kinds["table"] = TouchKind(
            _("一览表"), 50, "controls", queries.marks_of_tables, queries.tables_citing
        )
        registry.touch_sources.append(queries.touched_rows)
        registry.desk_tasks += [queries.waiting_tasks, queries.receipt_tasks, queries.handover_tasks]
        registry.attachment_readers[queries.SCAN_SUBJECT] = queries.may_read_scan
        registry.verifiers["controls.receipts"] = Verifier(_("签收"), 57, queries.receipt_breaches)
        registry.reminder_sources["measures"] = ReminderSource(_("防控措施"), 50, queries.due_measures)
        registry.reminder_sources["measure_reviews"] = ReminderSource(
            _("防控措施年度复核"), 50, queries.due_measure_reviews
        )
        registry.reminder_sources["tables"] = ReminderSource(_("一览表年度修订"), 51, queries.due_tables)
        registry.reminder_sources["tenures"] = ReminderSource(_("轮岗"), 60, queries.due_rotations)
        registry.reminder_sources["conflicts"] = ReminderSource(_("职责冲突"), 52, queries.due_conflicts)
        registry.verbs |= VERBS
