"""What the regulation says of the Party committee: 二(三) on the leaders' own risk points."""

import pytest
from django.utils import timezone

from approvals import queries, services
from approvals.models import Filing
from risks.models import RiskRegister
from tests import factories as base
from tests.approvals import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


def test_clause_2_3_leaders_own_points_and_grades_are_approved_by_the_party_committee(world):
    """医院领导班子成员负责人查找到的风险点及廉政风险等级要经同级党委研究审定后备案。"""
    register = risk_factories.leadership_register()
    risk_factories.graded_point(register, post=base.post(base.root(), is_leadership=True), indicator="每季度抽查")
    risk_factories.review(register)
    submission = services.prepare(by=world.office, department=base.root(), is_leadership=True)
    submission = services.decide(by=world.office, submission=submission, verdict="agree")
    submission = services.decide(by=world.discipline, submission=submission, verdict="no_objection")
    before, filed = RiskRegister.objects.get().state, Filing.objects.count()

    meeting = factories.resolve(world, submission)

    filing = Filing.objects.get(submission=submission)
    assert (filed, filing.sha256, filing.number) == (0, submission.sha256, 1)
    assert f"备案：{filing}" in [entry["did"] for entry in queries.story(submission)]
    assert (submission.stage.code, before, RiskRegister.objects.get().state) == ("committee", "in_review", "in_force")
    assert meeting.items.get().entries.get().submission == submission


def test_clause_2_3_the_approved_points_of_the_leaders_are_filed_with_the_body_above_and_confirmed(world):
    """…要经同级党委研究审定后备案: outgoing package with its hash, the receiver, the day, the receipt."""
    submission = factories.at(world, "committee", submission=factories.leadership(world))
    before = Filing.objects.count()
    factories.resolve(world, submission)
    filing, today = Filing.objects.get(), timezone.localdate()

    services.send_filing(by=world.office, filing=filing, sent_on=today)
    filing = services.record_receipt(by=world.office, filing=filing, number="备8号", on=today)

    letter = queries.printed_filing(filing)
    assert (before, filing.state, filing.body, filing.receipt_number) == (0, "receipted", "上级党委", "备8号")
    assert (letter.sha256, letter.lists[0][1:]) == (submission.sha256, (2, submission.items.get().sha256))
