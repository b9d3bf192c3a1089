"""Wiring of the core app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "基础"

    def ready(self) -> None:
        from core import queries
        from core.documents import heads
        from core.registry import Verifier, registry
        from core.states import VERBS

        # The heads come first: a head that is written while the trail is read must not look like a tail cut off.
        registry.verifiers["core.heads"] = Verifier(_("库外留存的链尾"), 10, heads.breaches)
        registry.verifiers["core.trail"] = Verifier(_("审计记录"), 20, queries.trail_breaches)
        registry.verbs |= VERBS
