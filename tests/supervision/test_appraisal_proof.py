"""Published results hold against their hash, the trail and their own scores."""

import pytest

from core.models import AuditEvent
from supervision import queries, services
from supervision.models import Appraisal, AppraisalResult, Score
from tests import factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def appraisal():
    return appraisals.published(factories.department("药剂科"), factories.department("财务科"))


def told():
    """What is wrong, and how many appraisals were held."""
    seen = []
    found = [breach.text for breach in queries.appraisal_breaches(lambda: seen.append(1))]
    return found, len(seen)


def test_a_correction_after_an_appeal_is_no_breach(appraisal):
    result = appraisal.results.order_by("pk").first()
    head = appraisals.head(result.department)
    appeal = services.appeal_result(by=head, result=result, text="请核对")
    correction = {"criterion": appraisals.criterion(appraisal), "value": 7}
    supervisor = supervision_factories.supervisor()
    services.answer_appeal(by=supervisor, appeal=appeal, verdict="correct", answer="应扣", **correction)

    assert told() == ([], 1)


@pytest.mark.parametrize(
    ("tamper", "texts"),
    [
        (lambda: Score.objects.update(note="另一个理由"), ["考核标准、得分或个人结果与公布时不符"]),
        (lambda: AppraisalResult.objects.update(rank=2), ["总分或名次与各项得分不符"] * 2),
        (
            lambda: Appraisal.objects.update(sha256="0" * 64),
            ["公布内容的校验值与审计记录里公布时的不符", "考核标准、得分或个人结果与公布时不符"],
        ),
        (
            lambda: Appraisal.objects.update(
                state="under_way", sha256="", published_by=None, published_on=None, appeal_until=None
            ),
            ["审计记录里已公布，现在不是已公布的"],
        ),
    ],
)
def test_what_was_changed_behind_the_services_is_told(appraisal, tamper, texts):
    assert AuditEvent.objects.filter(verb="supervision.publish_appraisal").count() == 1

    tamper()

    assert told()[0] == texts
