"""Kinds, states and moves of the year's supervision, by noun."""

from supervision.states import (
    accountability,
    appraisals,
    cycles,
    findings,
    inspections,
    self_checks,
    spot_checks,
    warnings,
)

VERBS = {
    **accountability.VERBS,
    **appraisals.VERBS,
    **cycles.VERBS,
    **findings.VERBS,
    **inspections.VERBS,
    **self_checks.VERBS,
    **spot_checks.VERBS,
    **warnings.VERBS,
}
"""What each verb of the audit trail is called."""
