"""Wiring of the disclosure app."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = "公开"

    def ready(self) -> None:
        from core.registry import Formula, ReminderSource, Verifier, registry
        from disclosure import queries, services
        from disclosure.queries import handling, slips
        from disclosure.services import retention
        from disclosure.services import slips as slip_services
        from disclosure.states import VERBS

        registry.settled_scopes.append(queries.settled_scope)
        registry.stage_conditions += [queries.scopes_missing, queries.opinions_missing]
        registry.submit_listeners.append(services.follow_frozen)
        registry.force_listeners.append(services.publish_powers)
        registry.correction_listeners.append(services.publish_correction)
        registry.verifiers["disclosure.publications"] = Verifier(_("公开事项"), 60, queries.publication_breaches)
        registry.desk_tasks.append(queries.tasks)
        registry.desk_tasks.append(handling.suggestion_tasks)
        registry.reminder_sources["disclosure.suggestion"] = ReminderSource(_("意见建议"), 95, handling.due_suggestions)
        registry.origins.append(handling.origin)
        registry.duty_handlers["disclosure.purge"] = retention.purge_in_background
        registry.daily_duties.append("disclosure.purge")
        registry.duty_handlers["disclosure.print_slips"] = slip_services.print_slips
        registry.duty_patience["disclosure.print_slips"] = timedelta(minutes=10)
        registry.duty_watchers["disclosure.print_slips"] = slips.may_watch_print
        registry.attachment_readers["disclosure.slipbatch"] = slips.may_read_slips
        registry.appraisal_criteria["public_rating"] = Formula(
            _("群众评议满意率"),
            _("本年度群众用评议码评议的满意和基本满意所占比例；不足 5 份的不计分。"),
            slips.public_rating,
        )
        registry.verbs |= VERBS
