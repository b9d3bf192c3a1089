"""Sentences of the regulation about disclosure, as 公开稿 keep them."""

import pytest

from approvals import services as approval_services
from core.rules import Denied
from disclosure import services
from disclosure.models import Publication
from disclosure.states import Topic
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories as factories

pytestmark = pytest.mark.django_db


def test_stage_2_1_the_five_matters_have_topics_of_their_own():
    stressed = [str(topic.label) for topic in list(Topic)[:5]]

    assert stressed == ["人事任免", "经费预决算", "财务报销", "资产管理", "廉政建设"]


def test_stage_2_1_results_are_public_only_after_the_three_reviews():
    made = approvals.world()
    submission = factories.submitted(made)
    counts = [Publication.objects.count()]
    for person in (made.office, made.secrecy):
        if submission.stage.code == "secrecy":
            factories.check(made, submission)
        submission = approval_services.decide(by=person, submission=submission, verdict="agree")
        counts.append(Publication.objects.count())

    assert (counts, submission.stage.code) == ([0, 0, 0], "overseer")


def test_stage_2_3_what_society_supervises_by_is_not_taken_away_silently():
    made = approvals.world()
    published = factories.published(made)

    with pytest.raises(Denied, match="理由"):
        services.withdraw(by=made.office, publication=published, reason=" ")
    services.withdraw(by=made.office, publication=published, reason="误发")

    tombstone = Publication.objects.get(kind="withdrawal")
    assert (tombstone.content["of"], tombstone.content["of_hash"]) == (published.sequence, published.hash)
