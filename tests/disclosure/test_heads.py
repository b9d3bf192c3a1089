"""Each day's end of the chains told to the discipline office, once, and kept outside the database."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from core import services as core_services
from core.models import AuditEvent
from core.registry import registry
from core.services import duties
from disclosure.models import Publication
from disclosure.services import chain, heads
from organization import queries as organization_queries
from organization.models import Notice
from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = approvals.world()
    factories.publish(made, 2, name="药品遴选")
    return made


def tell():
    return heads.tell_head(by=organization_queries.system_actor())


def kept(settings):
    return [json.loads(line) for line in (Path(settings.AUDIT_HEAD_DIR) / heads.FILE).read_text().splitlines()]


def test_the_discipline_office_is_told_the_end_of_the_chain(made, settings):
    last = Publication.objects.get(sequence=2)

    told = tell()

    notice = Notice.objects.get(kind=heads.NOTICE, person=made.discipline)
    assert (told, notice.url) == (1, "/open/chain/")
    assert ("第 2 号，共 2 号" in notice.text, last.hash in notice.text) == (True, True)
    line = {"face": "open", "sequence": 2, "count": 2, "hash": last.hash}
    assert AuditEvent.objects.get(verb="disclosure.tell_head").details == {"heads": [line]}
    assert [{key: value for key, value in each.items() if key != "at"} for each in kept(settings)] == [line]


def test_it_is_told_once_a_day(made, settings):
    assert (tell(), tell(), Notice.objects.filter(kind=heads.NOTICE).count(), len(kept(settings))) == (1, 0, 1, 1)

    Notice.objects.update(made_at=Notice.objects.first().made_at - timedelta(days=1))

    assert tell() == 1


def test_both_faces_are_told(made):
    columns = {"kind": "item", "scope": "hospital", "code": "N", "lineage_key": "N", "title": "内"}
    chain.append({"schema": 1}, **columns, department_code="D", department_name="D")

    tell()

    texts = Notice.objects.filter(kind=heads.NOTICE).order_by("pk").values_list("text", "url")
    assert [(text[:4], url) for text, url in texts] == [("社会公开", "/open/chain/"), ("院内公开", "")]


def test_nothing_is_told_before_anything_was_published(db):
    approvals.world()

    assert (tell(), Notice.objects.filter(kind=heads.NOTICE).count()) == (0, 0)


def test_the_worker_tells_it_each_day(made):
    assert {heads.DUTY, "disclosure.print"} <= set(registry.daily_duties)
    duty = core_services.ask(kind=heads.DUTY, key="x", payload={})

    registry.duty_handlers[heads.DUTY](duty, print)

    assert duties.Duty.objects.filter(kind=heads.DUTY).count() == 1
    assert Notice.objects.filter(kind=heads.NOTICE).count() == 1
