"""Signing for a table in force (签收), in person or recorded from paper: the only place that inserts receipts."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from controls import calculations, queries, rules
from controls.models import ControlTable, TableReceipt
from core import services as core_services
from core.rules import Denied, Stale
from organization.models import Person, Tenure


@transaction.atomic
def sign_table(*, by: Person, table: ControlTable, post_ids: Iterable[int] | None = None) -> list[TableReceipt]:
    """`by` signs for every post of the table that they hold and have not signed for. Raises `Denied` where there is none,
    `Stale` where these are no longer the posts whose rows were shown (`post_ids`)."""
    locked = _locked(table)
    posts = queries.own_posts_to_sign(by, locked)
    rules.sign_table(by, locked, posts)
    if post_ids is not None and set(post_ids) != {post.pk for post in posts}:
        text = _("您打开页面之后，须由您签收的岗位有变化，签收没有提交。请看过新内容再签收。")
        raise Stale(text, url=locked.sign_url)
    today = timezone.localdate()
    receipts = [
        TableReceipt(table=locked, post=post, person=by, sha256=locked.sha256, signed_on=today) for post in posts
    ]
    for receipt in receipts:
        receipt.save()
    core_services.record_all(by=by, entries=[_entry("controls.sign_table", receipt) for receipt in receipts])
    return receipts


@transaction.atomic
def record_paper_receipt(
    *,
    by: Person,
    table: ControlTable,
    tenure: Tenure,
    signed_on: date,
    paper_place: str = "",
    scan: dict[str, Any] | None = None,
) -> TableReceipt:
    """Record what a holder without login signed on paper: where the sheet lies, or its `scan` (data, name, content_type)."""
    locked = _locked(table)
    rules.record_paper_receipt(by, locked, tenure.post, tenure.person, signed_on=signed_on)
    if not queries.paper_signers(locked).filter(pk=tenure.pk).exists():
        raise Denied(_("%(person)s不在这份一览表所列的岗位任职。") % {"person": tenure.person})
    if not paper_place.strip() and scan is None:
        raise Denied(_("请写明原件存放处，或上传签收单的扫描件。"))
    receipt = TableReceipt.objects.create(
        table=locked,
        post=tenure.post,
        person=tenure.person,
        sha256=locked.sha256,
        signed_on=signed_on,
        is_on_paper=True,
        recorded_by=by,
        paper_place=paper_place.strip(),
        scan_sha256=hashlib.sha256(scan["data"]).hexdigest() if scan else "",
    )
    if scan:
        core_services.store(**scan, subject_type=queries.SCAN_SUBJECT, subject_id=str(receipt.pk), by=by)
    core_services.record_all(by=by, entries=[_entry("controls.record_paper_receipt", receipt)])
    return receipt


def _locked(table: ControlTable) -> ControlTable:
    """The table, which no new edition replaces meanwhile."""
    return ControlTable.objects.select_for_update(of=("self",)).select_related("department").get(pk=table.pk)


def _entry(verb: str, receipt: TableReceipt) -> core_services.AuditEntry:
    return core_services.AuditEntry(
        verb,
        receipt,
        code=receipt.post.code,
        department_code=receipt.table.department.code,
        details={"facts": calculations.receipt_facts(receipt)},
    )
