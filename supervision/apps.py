"""Wiring of the supervision app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "监督"

    def ready(self) -> None:

        from core.registry import Verifier, registry
        from supervision import queries, services
        from supervision.states import VERBS

        registry.duty_handlers["supervision.open_editions"] = services.open_editions
        registry.duty_handlers["supervision.print"] = services.print_paper
        registry.duty_watchers["supervision.print"] = queries.may_watch_paper
        registry.attachment_readers["supervision.paper"] = queries.may_read_paper
        registry.attachment_readers["supervision.lesson"] = queries.may_read_lesson
        registry.chain_counts["supervision"] = queries.chain_links
        registry.daily_duties.append("supervision.overdue")
        registry.duty_handlers["supervision.overdue"] = services.count_overdue_in_background
        registry.duty_handlers["supervision.print_warning"] = services.print_warning
        registry.duty_watchers["supervision.print_warning"] = queries.may_watch_letter
        registry.attachment_readers["supervision.finding"] = queries.may_read_file
        registry.attachment_readers["supervision.evidence"] = queries.may_read_file
        registry.attachment_readers["supervision.riskwarning"] = queries.may_read_warning_file
        registry.attachment_readers["supervision.warningletter"] = queries.may_read_letter
        registry.desk_tasks += [queries.finding_tasks, queries.warning_tasks]
        registry.desk_tasks += [queries.appraisal_tasks, queries.accountability_tasks]
        registry.verifiers["supervision.appraisals"] = Verifier(_("考核结果"), 58, queries.appraisal_breaches)
        registry.appraisal_criteria |= queries.FORMULAS
        registry.attachment_readers["supervision.score"] = queries.may_read_proof
        registry.verbs |= VERBS
