"""What stands under `/open/` besides powers, put straight behind the last link of the chain."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import services as core_services
from disclosure import calculations
from disclosure.models import DisclosureItem, Publication, PublicationFile
from disclosure.services import chain
from disclosure.states import FileKind, ItemSource, PublicationKind, Topic
from organization.models import Department
from tests import factories as people
from tests import guards


def item(code: str = "CG-01", **fields: Any) -> DisclosureItem:
    """An item of the catalogue, open to society."""
    given = {"name": "采购结果", "topic": Topic.PROCUREMENT, "basis": "国卫办发〔2021〕43号", "form": "医院网站"}
    fields.setdefault("department", Department.objects.filter(name="招标办").first() or people.department("招标办"))
    return DisclosureItem.objects.create(code=code, source=ItemSource.NONE, **{**given, **fields})


@transaction.atomic
def publish(of: DisclosureItem, code: str, title: str, body: str = "结果见下。", **more: Any) -> Publication:
    """A publication of the item; `replaces` ends the one it corrects, of whose lineage it is."""
    core_services.take_turn()
    replaces = more.pop("replaces", None)
    files = more.pop("files", ())
    told = [{"name": n, "type": "", "size": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in files]
    content = calculations.item_content(
        code=code,
        item={"code": of.code, "name": of.name, "topic": of.topic, "basis": of.basis},
        title=title,
        body=body,
        department=of.department.name,
        files=told,
        replaces=replaces.sequence if replaces else None,
        reason=more.pop("reason", ""),
    )
    if replaces:
        chain.replace(replaces)
    made = chain.append(
        content,
        kind=PublicationKind.ITEM,
        topic=of.topic,
        item=of,
        code=code,
        lineage_key=replaces.lineage_key if replaces else code,
        title=title,
        department_code=of.department.code,
        department_name=of.department.name,
        **more,
    )
    for name, data in files:
        _keep(made, name, data)
    return made


def _keep(publication: Publication, name: str, data: bytes) -> None:
    PublicationFile.objects.create(
        publication=publication,
        kind=FileKind.ATTACHMENT,
        name=name,
        content_type="application/pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
    )


@transaction.atomic
def answer(code: str = "DF-01", title: str = "押金可以分次交吗", **fields: str) -> Publication:
    """A public answer."""
    core_services.take_turn()
    given = {"question": "住院押金可以分几次交吗？", "answer": "可以，**分次**补交。", "asked_on": "2026-03-02"}
    department = Department.objects.filter(name="医务部").first() or people.department("医务部")
    content = calculations.answer_content(code=code, title=title, department=department.name, **{**given, **fields})
    return chain.append(
        content,
        kind=PublicationKind.ANSWER,
        topic=Topic.ANSWERS,
        code=code,
        lineage_key=code,
        title=title,
        department_code=department.code,
        department_name=department.name,
    )


@transaction.atomic
def withdraw(publication: Publication, reason: str = "数据有误") -> Publication:
    """Its tombstone."""
    core_services.take_turn()
    return chain.bury(publication, reason=reason)


def dated(publication: Publication, year: int) -> None:
    """As published in another year; the chain is not asked here."""
    at = timezone.localtime().replace(year=year, day=1)
    with guards.off(Publication._meta.db_table):
        Publication.objects.filter(pk=publication.pk).update(published_at=at)
