"""Kinds, states and moves of the year's supervision, by noun."""

from supervision.states import cycles, findings, inspections, self_checks

VERBS = {
    **cycles.VERBS,
    **findings.VERBS,
    **inspections.VERBS,
    **self_checks.VERBS,
}
"""What each verb of the audit trail is called."""
