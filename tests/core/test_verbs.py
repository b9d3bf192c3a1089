"""Every verb that a service leaves in the audit trail has a word, so that the auditor reads no code."""

import re
from pathlib import Path

from core.registry import registry
from risks.states import PROPOSAL_MOVES

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = "approvals config controls core disclosure organization powers risks supervision"
WRITTEN = re.compile(
    r'(?:verb=|record\([^"]{0,60}|_keep\([^"=]{0,60}|(?:AuditEntry|_entry)\(\s*)"((?:'
    + APPS.replace(" ", "|")
    + r')\.[a-z_]+)"'
)
OF_A_SUBMISSION = re.compile(r'\brecord\(\s*(?:item\.)?submission,\s*"([a-z_]+)"')
OF_A_MEETING = re.compile(r'\bnote\(\s*[a-z_.]+,\s*"([a-z_]+)"')
OF_A_FILING = re.compile(r'\b_note\(filing, "([a-z_]+)"')
OF_THE_YEAR = re.compile(r'\b(?:record|entry)\(\s*[a-z_.]+,\s*"([a-z_]+)"')
LOADED = re.compile(r'_record\(by, "([a-z]+)", \[')


def verbs():
    """Every verb written in the sources, and those put together from a table."""
    for path in (path for app in APPS.split() for path in (ROOT / app).rglob("*.py")):
        text = path.read_text()
        yield from WRITTEN.findall(text)
        yield from (f"approvals.{verb}" for verb in OF_A_SUBMISSION.findall(text))
        if "approvals" in path.parts:
            yield from (f"approvals.{verb}" for verb in [*OF_A_MEETING.findall(text), *OF_A_FILING.findall(text)])
        if "supervision" in path.parts:
            yield from (f"supervision.{verb}" for verb in OF_THE_YEAR.findall(text))
        yield from (f"organization.load_{what}" for what in LOADED.findall(text))
    yield from (f"risks.{step}" for _state, step in PROPOSAL_MOVES)


def test_every_verb_of_the_trail_has_a_word_and_no_word_is_left_over():
    assert set(registry.verbs) == set(verbs())
