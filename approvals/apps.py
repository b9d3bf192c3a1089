"""Wiring of the approvals app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "approvals"
    verbose_name = "审批"

    def ready(self) -> None:
        from approvals import queries
        from approvals.states import VERBS
        from core.registry import Verifier, registry

        registry.verifiers["approvals.contents"] = Verifier(_("签署的内容"), 30, queries.content_breaches)
        registry.verifiers["approvals.decisions"] = Verifier(_("审批意见"), 40, queries.decision_breaches)
        registry.verifiers["approvals.lists"] = Verifier(_("生效的清单"), 50, queries.list_breaches)
        registry.verifiers["approvals.meetings"] = Verifier(_("会议记录"), 45, queries.meeting_breaches)
        registry.desk_tasks.append(queries.tasks)
        registry.verbs |= VERBS
