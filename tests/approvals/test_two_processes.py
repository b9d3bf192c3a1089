"""Two processes at once on PostgreSQL, each with a script that collides with the other's: nothing forbidden comes about."""

import json
import os
import re
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure

from approvals.models import Vote
from tests import proof
from tests.approvals import deeds, factories, invariants, machines
from tests.deployment import ROOT

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
REFUSED = ("Denied", "Stale")
MEMBERS = ("chair", "member", "other", "recused")
TWO = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
    report_multiple_bugs=False,
)


class Other:
    """One of the two processes."""

    def __init__(self, environment):
        words = [sys.executable, "-m", "tests.approvals.deeds"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(words, cwd=ROOT, env=environment, **pipes)

    def answer(self):
        return json.loads(self.process.stdout.readline())

    def ask(self, script):
        self.process.stdin.write(json.dumps(script) + "\n")
        self.process.stdin.flush()

    def end(self):
        self.process.communicate(timeout=30)
        assert self.process.returncode == 0


@contextmanager
def two(**variables):
    """Two processes on the very database of this test."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    made = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings", **variables}
    with ExitStack() as stack:
        others = [Other(os.environ | made) for _number in range(2)]
        for other in others:
            stack.callback(other.end)
        assert [other.answer() for other in others] == ["ready", "ready"]
        yield others


def at_once(others, scripts):
    """Both scripts, let go together by the lock that both wait for; what became of each deed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [deeds.BARRIER])
        for other, script in zip(others, scripts, strict=True):
            other.ask(script)
        assert [other.answer() for other in others] == ["ready", "ready"]
        cursor.execute("SELECT pg_advisory_unlock(%s)", [deeds.BARRIER])
    return [other.answer() for other in others]


@contextmanager
def put_back():
    """Rows as they were before: everything written since is taken out behind the triggers, what was changed put back."""
    tables = [name for name in connection.introspection.table_names() if name.startswith(CHANGED)]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'CREATE TEMPORARY TABLE "kept_{table}" AS SELECT * FROM "{table}"')
    try:
        yield lambda: _restore(tables)
    finally:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'DROP TABLE "kept_{table}"')


CHANGED = ("approvals_", "core_", "powers_", "organization_notice", "disclosure_publication", "controls_", "risks_")


def _restore(tables):
    """Without triggers and foreign keys: as the superuser that tests connect as."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"; INSERT INTO "{table}" SELECT * FROM "kept_{table}"')
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def hospital():
    """One list before the overseers, one before the committee in hand and one by login; people by name."""
    world = machines.hospital()
    people = world.others
    above = factories.signed(world, powers=1)
    by_hand, by_login = factories.another_department(world), factories.another_department(world)
    items = []
    for number, (made, is_by_login) in enumerate([(by_hand, False), (by_login, True)]):
        submission = factories.at(made, "committee", powers=1)
        items.append(factories.begun(world, submission, is_by_login=is_by_login, number=f"{number}号"))
        people[f"head{number}"] = made.head
    return people, above, items


def scripts_of(people, above, items, only=slice(None)):
    """Two short scripts on the same things: the first deeds of both are drawn from one pair that collides."""
    by_hand, by_login = (item.pk for item in items)
    key = {name: person.pk for name, person in people.items()}

    def deed(name, who, **fields):
        return [name, key[who], fields]

    deciding = [deed("decide", who, submission=above.pk, verdict=v) for who in ("overseer", "colleague") for v in WORDS]
    deciding.append(deed("decide", "overseer", submission=above.pk, verdict="agree", version=above.version))
    taking_back = [deed("withdraw", who, submission=above.pk) for who in ("filer", "head")]
    recording = [
        deed("record", who, item=by_hand, choice=c) for who in ("office", "chair") for c in ("agree", "against")
    ]
    stopping = [deed("postpone", "office", item=by_hand), deed("leave", "member", item=by_hand)]
    stopping += [deed("close", who, item=by_hand) for who in ("office", "chair")]
    casting = [deed("cast", who, item=by_login, choice=choice) for who in MEMBERS for choice in ("agree", "against")]
    closing = [deed("close", who, item=by_login) for who in ("office", "chair")]
    recorded = [deed("record", "office", item=by_login, choice="agree")]
    kinds = [deciding + taking_back, recording + stopping, recording, casting, casting + recorded + closing]

    def both(kind):
        few = st.lists(st.sampled_from(kind), min_size=1, max_size=3)
        same = few.map(lambda script: [script, script])
        return st.one_of(same, st.tuples(few, few).map(list))

    return st.lists(st.sampled_from(kinds[only]).flatmap(both), min_size=2, max_size=3).map(_joined)


WORDS = ("agree", "return")


def _joined(rounds):
    """The scripts of the rounds after one another."""
    return [[deed for one in rounds for deed in one[side]] for side in (0, 1)]


def may_of(people, items):
    heads = {people[name].pk for name in ("head", "head0", "head1")}
    overseers = {people[name].pk for name in ("overseer", "colleague")}
    recorders = {people[name].pk for name in machines.RECORDERS}
    one = {name: {people[name].pk} for name in ("office", "discipline")}
    return {"head": heads, "overseer": overseers, "committee": recorders, **one}


def casts(scripts, outcomes):
    """Who was told that their vote was cast, with what they said."""
    told = [
        (deed, outcome)
        for script, answers in zip(scripts, outcomes, strict=True)
        for deed, outcome in zip(script, answers, strict=True)
    ]
    return [(who, fields["choice"]) for (name, who, fields), outcome in told if (name, outcome) == ("cast", "done")]


def search(others, people, above, items, **only):
    """Random pairs of scripts, each on the hospital as it was; fails at what must not be."""
    found = []

    with put_back() as restore:

        @TWO
        @given(scripts=scripts_of(people, above, items, **only))
        def collide(scripts):
            try:
                outcomes = at_once(others, scripts)
                found.extend(outcome for answers in outcomes for outcome in answers)
                leaked = [each for answers in outcomes for each in answers if each not in ("done", *REFUSED)]
                assert leaked == []
                invariants.hold(may_of(people, items))
                by_member = {(vote.person_id, vote.choice) for vote in Vote.objects.filter(ballot__item=items[1])}
                said = casts(scripts, outcomes)
                assert len(said) == len({who for who, _choice in said}), "two votes of one member were let through"
                assert {*said} <= by_member, "a lost vote"
                assert proof.told() == []
            finally:
                restore()

        collide()
    return found


def test_two_processes_never_bring_about_what_must_not_be(hospital):
    people, above, items = hospital

    with two() as others:
        outcomes = search(others, people, above, items)

    assert {*outcomes} >= {"done", "Denied"}
    assert outcomes.count("done") >= len(outcomes) // 10


TWINS = {"decisions": slice(0, 1), "votes by hand": slice(2, 3), "votes by login": slice(3, 4)}


@pytest.mark.parametrize("what", TWINS)
def test_without_locks_two_processes_bring_it_about(hospital, what):
    """The twin: the processes read without a lock, and what must not be comes about or reaches the constraints."""
    people, above, items = hospital

    with pytest.raises((AssertionError, FlakyFailure)) as found, two(WITHOUT_LOCKS="1") as others:
        search(others, people, above, items, only=TWINS[what])

    assert re.search(
        "fault IntegrityError|a lost vote|two votes|other figures",
        f"{found.value} {getattr(found.value, 'exceptions', '')}",
    )
