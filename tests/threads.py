"""Several deeds at once, each in a thread and a connection of its own: for the tests of races on PostgreSQL."""

import threading

from django.db import DatabaseError, connections

from core.rules import Denied, Stale

PATIENCE = 20
"""Seconds one deed waits for another before the test fails; a busy machine takes its time."""


def at_once(*deeds):
    """Each deed in a thread of its own, all let go together; returns the outcomes."""
    barrier, outcomes = threading.Barrier(len(deeds)), []

    def run(deed):
        try:
            barrier.wait(PATIENCE)
            deed()
            outcomes.append("done")
        except (Stale, Denied) as refused:
            outcomes.append(type(refused).__name__)
        except DatabaseError as fault:
            outcomes.append(f"fault {type(fault).__name__}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=2 * PATIENCE)
    return sorted(outcomes)


def all_there(count):
    """Returns a place in the code, to be called there: nobody goes on from it before `count` threads have come to it once."""
    barrier, been = threading.Barrier(count), set()

    def wait():
        if threading.get_ident() not in been:
            been.add(threading.get_ident())
            barrier.wait(PATIENCE)

    return wait
