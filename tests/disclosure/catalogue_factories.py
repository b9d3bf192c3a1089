"""Items of the catalogue, what is due of them, and what was published, for tests."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import services as core_services
from disclosure import calculations
from disclosure.models import DisclosureItem, DueDisclosure, Publication
from disclosure.services import catalogue, chain, dues
from disclosure.states import PublicationKind
from organization import services
from organization.models import Department, Person
from organization.roles import Role
from tests import factories

numbers = count(1)


def office() -> Person:
    """Somebody of 党办, which is a department of its own."""
    person = factories.person(where=factories.department())
    services.grant(by=factories.system(), person=person, role=Role.PARTY_OFFICE, department=factories.root())
    return person


def item(where: Department | None = None, **fields: Any) -> DisclosureItem:
    fields = {"name": f"采购结果{next(numbers)}", "topic": "procurement", "aspect": "result", **fields}
    return catalogue.add_item(by=factories.system(), department=where or factories.department(), **fields)


def due(of: DisclosureItem | None = None, *, ago: int = 0, **fields: Any) -> DueDisclosure:
    """What arose `ago` days before today."""
    day = timezone.localdate() - timedelta(days=ago)
    fields = {"label": f"第{next(numbers)}批", "arose_on": day, **fields}
    return dues.add_due(by=factories.system(), item=of or item(), **fields)


def overdue(of: DisclosureItem | None = None) -> DueDisclosure:
    """What should have been public long ago."""
    return due(of, ago=100)


def made_on(of: DisclosureItem, day: date) -> DisclosureItem:
    """The item as if it had been made on a day."""
    moment = timezone.localtime().replace(year=day.year, month=day.month, day=day.day)
    of.history.update(history_date=moment)
    return of


@transaction.atomic
def publish(of: DisclosureItem, *, title: str = "", body: str = "正文", **columns: Any) -> Publication:
    """What stands published of an item, told to the trail as the service of drafts tells it."""
    number = next(numbers)
    title, code = title or f"采购结果公告{number}", f"{of.code}-{number}"
    words = {"code": of.code, "name": of.name, "topic": of.topic, "basis": of.basis}
    content = calculations.item_content(
        code=code, item=words, title=title, body=body, department=of.department.name, files=columns.pop("files", ())
    )
    core_services.take_turn()
    made = chain.append(
        content,
        kind=PublicationKind.ITEM,
        topic=of.topic,
        item=of,
        scope=columns.pop("scope", of.scope),
        code=code,
        lineage_key=columns.pop("lineage_key", f"item-{number}"),
        title=title,
        department_code=of.department.code,
        department_name=of.department.name,
    )
    told = {"face": made.face, "published": [made.code], "tombstones": []}
    core_services.record(by=factories.system(), verb="disclosure.publish", subject=made, code=code, details=told)
    return made
