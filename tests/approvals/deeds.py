"""A process of its own that does a script of deeds on the test's database: `python -m tests.approvals.deeds`.

It reads lines of JSON, each a script; between reading and doing it waits for the other process by an advisory lock of
PostgreSQL, which the test holds until both are ready. It answers each script with what became of its deeds. With
`WITHOUT_LOCKS` in its environment it locks no row: the twin of the test.
"""

import json
import os
import sys

import django

BARRIER = 4_711


def main():
    django.setup()
    if os.environ.get("WITHOUT_LOCKS"):
        _lock_nothing()
    _tell("ready")
    for line in sys.stdin:
        _wait()
        _tell([_outcome(deed) for deed in json.loads(line)])


def _tell(answer):
    print(json.dumps(answer), flush=True)


def _wait():
    """Until the test lets go; a shared lock, so that both go on together."""
    from django.db import connection

    _tell("ready")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s), pg_advisory_unlock_shared(%s)", [BARRIER, BARRIER])


def _lock_nothing():
    """Rows are read without a lock and a moment passes before anything is written, as on a busy server."""
    from django.db import connection
    from django.db.models import QuerySet

    def read(rows, **_options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.03)")
        return rows._chain()

    QuerySet.select_for_update = read


def _outcome(deed):
    """`done`, the refusal's name, or what should never leak out."""
    from django.db import DatabaseError

    from core.rules import Denied, Stale

    name, who, fields = deed
    try:
        DEEDS[name](_person(who), **fields)
    except (Denied, Stale) as refused:
        return type(refused).__name__
    except DatabaseError as fault:
        return f"fault {type(fault).__name__}: {fault}"
    return "done"


def _person(pk):
    from organization.models import Person

    return Person.objects.get(pk=pk)


def decide(by, *, submission, verdict, version=None):
    services, models = _approvals()
    found = models.Submission.objects.get(pk=submission)
    services.decide(by=by, submission=found, verdict=verdict, reason="理由", version=version)


def withdraw(by, *, submission):
    services, models = _approvals()
    services.withdraw(by=by, submission=models.Submission.objects.get(pk=submission))


def record(by, *, item, choice):
    """Of the first open vote of the item, by everybody who has not voted."""
    from approvals import rules

    services, models = _approvals()
    ballot = _open(models, item)
    people = rules.voters(ballot) - {*ballot.votes.values_list("person", flat=True)}
    services.record_votes(by=by, ballot=ballot, choices=dict.fromkeys(people, choice), reason="理由")


def cast(by, *, item, choice):
    services, models = _approvals()
    services.cast_vote(by=by, ballot=_open(models, item), choice=choice, reason="理由")


def postpone(by, *, item):
    services, models = _approvals()
    services.postpone_item(by=by, item=models.AgendaItem.objects.get(pk=item), reason="再议")


def leave(by, *, item):
    services, models = _approvals()
    services.declare_recusal(by=by, item=models.AgendaItem.objects.get(pk=item), reason="利益关系")


def close(by, *, item):
    services, models = _approvals()
    services.close_meeting(by=by, meeting=models.AgendaItem.objects.get(pk=item).meeting)


def take(by, *, item):
    services, models = _approvals()
    services.begin_item(by=by, item=models.AgendaItem.objects.get(pk=item))


def _approvals():
    from approvals import models, services

    return services, models


def _open(models, item):
    from core.rules import Denied

    found = models.Ballot.objects.filter(item=item, result="").select_related("item__meeting").order_by("pk").first()
    if found is None:
        raise Denied("no vote is open")
    return found


DEEDS = {deed.__name__: deed for deed in (decide, withdraw, record, cast, postpone, leave, close, take)}

if __name__ == "__main__":
    main()
