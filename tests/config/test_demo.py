"""The demo hospital shows every feature of the year: of each there is as much as its story tells, no more and no less."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction
from django.db.models import Count, F, Q

from core.models import Attachment
from organization.models import Notice
from supervision.models import (
    AccountabilityAmendment,
    AccountabilityRecord,
    Appeal,
    Appraisal,
    AppraisalResult,
    Cycle,
    Digest,
    Extension,
    Finding,
    HospitalReport,
    Inspection,
    PersonResult,
    Recheck,
    Reminder,
    RiskWarning,
    Score,
    SelfCheck,
    SpotCheck,
    SpotCheckRecord,
    UseRecord,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

FORMER, PRESENT, TODAY = 2025, 2026, date(2026, 11, 18)


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup, django_db_blocker, lay_demo):
    """There for all tests of this module and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        lay_demo(is_complete=False)
        yield
        transaction.set_rollback(True)


def counted(rows, *fields):
    """Value (or values) → how many rows have it."""
    return Counter(rows.order_by().values_list(*fields, flat=len(fields) == 1))


def test_a_year_is_closed_and_one_is_under_way():
    assert counted(Cycle.objects, "year", "state") == {(FORMER, "closed"): 1, (PRESENT, "running"): 1}


def test_the_former_year_was_worked_through_by_everyone_who_took_part():
    checks = SelfCheck.objects.filter(cycle__year=FORMER)

    assert counted(checks, "state", "is_leadership") == {("received", False): 6, ("received", True): 1}
    assert counted(HospitalReport.objects, "cycle__year", "state") == {(FORMER, "receipted"): 1}


def test_self_checks_of_the_present_year_stand_in_every_state():
    checks = SelfCheck.objects.filter(cycle__year=PRESENT)

    assert {state: count for state, count in counted(checks, "state").items() if state != "draft"} == {
        "received": 2,
        "submitted": 2,
        "returned": 1,
    }
    assert checks.exclude(return_reason="").get().department.code == "D10"


def test_spot_checks_stand_in_every_state_that_lasts():
    found = counted(SpotCheck.objects, "cycle__year", "state")

    assert found == {
        (FORMER, "closed"): 1,
        (PRESENT, "under_way"): 1,
        (PRESENT, "planned"): 1,
        (PRESENT, "cancelled"): 1,
    }
    assert SpotCheckRecord.objects.filter(check_of__cycle__year=FORMER, state="signed").count() == 2
    assert SpotCheck.objects.get(state="cancelled").cancel_reason


def test_findings_of_the_former_year_came_from_four_sources_and_are_closed():
    found = counted(Finding.objects.filter(cycle__year=FORMER), "source", "state")

    assert found == {
        ("self_check", "closed"): 1,
        ("spot_check", "closed"): 1,
        ("audit", "closed"): 1,
        ("inspection", "closed"): 1,
    }


def test_every_finding_names_a_risk_point_or_proposes_one():
    assert not Finding.objects.filter(point__isnull=True, proposal__isnull=True).exists()


def test_a_recheck_was_not_passed_and_then_passed():
    failed = Recheck.objects.get(is_passed=False).finding

    assert [each.is_passed for each in failed.rechecks.order_by("pk")] == [False, True]
    assert failed.state == "closed"


def test_an_extension_is_granted_and_one_waits():
    assert counted(Extension.objects, "finding__cycle__year", "state") == {
        (FORMER, "granted"): 1,
        (PRESENT, "waiting"): 1,
    }


def test_a_source_has_its_reply_and_another_waits_for_one():
    owed = Finding.objects.filter(is_reply_owed=True)

    assert counted(owed, "cycle__year", "replied_on") == {(FORMER, date(2026, 2, 3)): 1, (PRESENT, None): 1}


def test_findings_propose_new_risk_points():
    assert counted(Finding.objects.filter(proposal__isnull=False), "source", "proposal__state") == {
        ("social_supervisor", "open"): 1,
        ("suggestion", "open"): 1,
    }


def test_every_rectification_that_was_reported_has_proof():
    reported = Finding.objects.filter(rectification__reported_on__isnull=False).values_list("pk", flat=True)
    proved = Attachment.objects.filter(subject_type="supervision.finding").values_list("subject_id", flat=True)

    assert len(reported) == 7
    assert set(map(str, reported)) == set(proved)


def test_warnings_came_to_each_end():
    found = counted(RiskWarning.objects, "level", "state", "outcome")

    assert found == {
        ("", "collected", ""): 1,
        ("first", "noticed", ""): 1,
        ("first", "handled", "prevented"): 1,
        ("second", "handled", "finding"): 1,
        ("second", "handled", "handed_over"): 1,
    }


def test_the_former_years_appraisal_is_ranked_and_closed():
    former = Appraisal.objects.get(cycle__year=FORMER)

    assert (former.state, Appraisal.objects.get(cycle__year=PRESENT).state) == ("closed", "under_way")
    assert sorted(AppraisalResult.objects.filter(appraisal=former).values_list("rank", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert PersonResult.objects.filter(appraisal=former).exists()


def test_every_score_that_people_gave_has_words_and_evidence():
    given = Score.objects.filter(criterion__formula="", appeal__isnull=True)
    files = Attachment.objects.filter(subject_type="supervision.score").values_list("subject_id", flat=True)

    assert given.exclude(note="").count() == given.count() == 13
    assert set(map(str, given.values_list("pk", flat=True))) == set(files)


def test_an_appeal_was_answered_and_its_score_corrected():
    appeal = Appeal.objects.get()

    assert (appeal.state, appeal.result.department.code, bool(appeal.answer)) == ("corrected", "D15", True)
    assert Score.objects.get(appeal=appeal).value > Score.objects.get(appeal=appeal).replaces.value


def test_results_were_handed_to_personnel_for_a_department_and_a_person():
    found = counted(UseRecord.objects, "kind", "handed_to__code", "handed_on")

    assert found == {("excellent", "D08", date(2026, 4, 10)): 1, ("promotion", "D08", date(2026, 4, 10)): 1}
    assert UseRecord.objects.filter(person__isnull=False).count() == 1


def test_one_inspection_was_answered_and_one_is_prepared():
    assert counted(Inspection.objects, "cycle__year", "state") == {(FORMER, "replied"): 1, (PRESENT, "preparing"): 1}


def test_a_decision_on_whoever_holds_a_post_was_amended_and_followed_up():
    found = AccountabilityRecord.objects.filter(person__isnull=False).get()

    assert (found.post.code, found.followed_up_on) == ("G1303", date(2026, 10, 13))
    assert counted(AccountabilityAmendment.objects, "record", "kind") == {(found.pk, "amended"): 1}


def test_reminders_of_the_last_day_lie_in_the_inboxes():
    digests = Digest.objects.annotate(told=Count("reminders"))

    assert set(digests.values_list("on", flat=True)) == {TODAY}
    assert not digests.exclude(count=F("told")).exists()
    assert {"filer", "head", "office", "discipline", "chair"} <= set(digests.values_list("person__username", flat=True))
    assert Notice.objects.filter(kind="supervision.digest").count() == digests.count()
    assert Reminder.objects.filter(Q(workdays_left__lt=0)).exists()
