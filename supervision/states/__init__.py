"""Kinds, states and moves of the year's supervision, by noun."""

from supervision.states import accountability, appraisals, cycles, findings, warnings

VERBS = {**cycles.VERBS, **findings.VERBS, **warnings.VERBS, **appraisals.VERBS, **accountability.VERBS}
"""What each verb of the audit trail is called."""
