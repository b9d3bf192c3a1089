"""Drafting what is to be published: writing, its files, submitting, dropping; the one place that moves a draft."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import services as approval_services
from approvals.models import Submission
from approvals.states import SubmissionKind
from core import services as core_services
from core.documents.uploads import Upload
from core.models import Attachment
from core.rules import Denied, allows
from disclosure.documents import stripped
from disclosure.models import DisclosureItem, Draft, DueDisclosure, Publication, PublicationFile
from disclosure.queries import drafts as queries
from disclosure.rules import drafts as draft_rules
from disclosure.states import DRAFT_KIND, DRAFT_MOVES, DraftEvent, FileKind, PublicationState
from organization.models import Person

FILED = ("起草", "修改", "增加附件", "移除附件")
"""How reasons in a draft's history begin that sign what it says: who made such a change decides nothing about it."""
ADDED, CHANGED, ATTACHED, DETACHED = FILED
MOST_FILES = 20


@transaction.atomic
def create(
    *,
    by: Person,
    item: DisclosureItem,
    title: str,
    body: str,
    scope: str = "",
    due: DueDisclosure | None = None,
    source: str = "",
    publish_at: datetime | None = None,
    corrects: Publication | None = None,
    reason: str = "",
) -> Draft:
    """A draft for the item, or of a correction of what was published of it, with its reason. Raises `Denied`."""
    item = DisclosureItem.objects.select_related("department").get(pk=item.pk)
    draft_rules.add_draft(by, item, due=due)
    if corrects is not None:
        draft_rules.correct(by, corrects)
        if corrects.item_id != item.pk:
            raise Denied(_("更正稿须属于原来的公开事项。"), help=_("请从已公开的内容上点“更正”。"))
        if not reason.strip():
            raise Denied(_("请写明更正的理由。"), help=_("理由会随更正一起公开。"))
    core_services.take_turn_at("disclosure.draft")
    draft = Draft(
        code=_next_code(),
        item=item,
        department=item.department,
        due=due,
        title=title.strip(),
        body=body,
        scope=scope or item.scope,
        publish_at=publish_at,
        corrects=corrects,
        reason=reason.strip(),
        source=source,
        made_by=by,
    )
    core_services.save(draft, by, reason=ADDED)
    record(draft, "disclosure.add_draft", by=by, corrects=corrects.code if corrects else "")
    return draft


@transaction.atomic
def correct(*, by: Person, publication: Publication, item: DisclosureItem, **fields: Any) -> Draft:
    """A draft that corrects a publication; it starts with the files of what still stands open, not of what was withdrawn."""
    made = create(by=by, item=item, corrects=publication, **fields)
    if publication.state == PublicationState.PUBLISHED:
        files = PublicationFile.objects.filter(publication=publication, kind=FileKind.ATTACHMENT).order_by("pk")
        _keep(((bytes(file.data), file.name, file.content_type) for file in files), made, by=by)
    return made


def _keep(files: Iterable[tuple[bytes, str, str]], draft: Draft, *, by: Person) -> None:
    """Files that are clean already: data, name, type."""
    for data, name, content_type in files:
        core_services.store(
            data,
            name=name,
            content_type=content_type,
            subject_type=queries.FILE_SUBJECT,
            subject_id=str(draft.pk),
            by=by,
        )


def _next_code() -> str:
    prefix = f"GK{timezone.localdate().year}-"
    last = Draft.objects.filter(code__startswith=prefix).order_by("-code").values_list("code", flat=True).first()
    return f"{prefix}{int(last[len(prefix) :]) + 1 if last else 1:04d}"


def lock(draft: Draft) -> Draft:
    """The draft as it stands, locked."""
    related = ("item", "department", "due", "corrects")
    return Draft.objects.select_for_update(of=("self",)).select_related(*related).get(pk=draft.pk)


@transaction.atomic
def change(*, by: Person, draft: Draft, version: int | None = None, **fields: Any) -> Draft:
    """Write it otherwise (title, body, scope, publish_at, due, reason). Raises `Denied`, or `Stale` since `version`."""
    locked = lock(draft)
    draft_rules.change_draft(by, locked)
    core_services.refuse_stale(locked, version)
    if due := fields.get("due"):
        draft_rules.add_draft(by, locked.item, due=due)
    if locked.corrects_id and "reason" in fields and not str(fields["reason"]).strip():
        raise Denied(_("请写明更正的理由。"), help=_("理由会随更正一起公开。"))
    changes = core_services.plain_changes(locked, fields)
    for name, value in fields.items():
        setattr(locked, name, value)
    if changes:
        core_services.save(locked, by, reason=CHANGED)
        record(locked, "disclosure.change_draft", by=by, fields=sorted(changes))
    return locked


@transaction.atomic
def attach(*, by: Person, draft: Draft, files: Iterable[Upload]) -> list[Attachment]:
    """Keep files with the draft, without their metadata. Raises `Denied`, `ValidationError` for one that can't be stripped."""
    locked = lock(draft)
    draft_rules.change_draft(by, locked)
    clean = [Upload(stripped.strip(each.data, each.content_type), each.name, each.content_type) for each in files]
    known = set(queries.files_of(locked).values_list("sha256", flat=True))
    if len(known) + len(clean) > MOST_FILES:
        raise Denied(_("一份公开稿最多 %(most)d 个附件。") % {"most": MOST_FILES}, help=_("请合并后再传。"))
    kept = []
    for made in core_services.store_all(clean, subject_type=queries.FILE_SUBJECT, subject_id=locked.pk, by=by):
        if made.sha256 in known:
            raise Denied(_("“%(name)s”与已有的附件内容相同。") % {"name": made.name}, help=_("请去掉重复的再传。"))
        known.add(made.sha256)
        kept.append(made)
    core_services.save(locked, by, reason=_of_files(ATTACHED, kept))
    record(locked, "disclosure.attach_to_draft", by=by, files=[made.sha256 for made in kept])
    return kept


@transaction.atomic
def detach(*, by: Person, draft: Draft, attachment: Attachment) -> None:
    """Take a file off the draft; it is kept, for earlier rounds may have been decided with it."""
    locked = lock(draft)
    draft_rules.change_draft(by, locked)
    gone = queries.files_of(locked).get(pk=attachment.pk)
    gone.subject_type = queries.REMOVED_SUBJECT
    gone.save(update_fields=["subject_type"])
    core_services.save(locked, by, reason=_of_files(DETACHED, [gone]))
    record(locked, "disclosure.detach_from_draft", by=by, files=[gone.sha256])


def _of_files(did: str, files: Iterable[Attachment]) -> str:
    """`增加附件：明细.docx`, as long as a reason may be."""
    return f"{did}：{'、'.join(file.name for file in files)}"[:100]


@transaction.atomic
def submit(*, by: Person, draft: Draft, version: int | None = None) -> Submission:
    """Freeze it and send it to 党办; 保密审查 and the leader in charge follow. Raises `Denied` with what is wrong, `Stale`."""
    locked = lock(draft)
    draft_rules.submit_draft(by, locked)
    core_services.refuse_stale(locked, version)
    prefix, _dash, serial = locked.code.partition("-")
    submission = approval_services.prepare_thing(
        by=by,
        kind=SubmissionKind.PUBLICATION,
        list_kind=DRAFT_KIND,
        list_id=locked.pk,
        department=locked.department,
        year=int(prefix.removeprefix("GK")),
        number=int(serial),
        title=_("公开稿%(code)s：%(title)s") % {"code": locked.code, "title": locked.title[:90]},
    )
    record(lock(draft), "disclosure.submit_draft", by=by, sha256=submission.sha256)
    return submission


@transaction.atomic
def drop(*, by: Person, draft: Draft, reason: str = "") -> Draft:
    """Give it up; it stays readable."""
    locked = lock(draft)
    draft_rules.drop_draft(by, locked)
    move(locked, DraftEvent.DROP, by=by, why=reason.strip())
    record(locked, "disclosure.drop_draft", by=by, reason=reason.strip())
    return locked


@transaction.atomic
def hold(*, by: Person, draft: Draft, reason: str) -> Draft:
    """Call off what has passed and is not public yet: whatever else has changed, it is not published.

    Returns a new draft of the same text and files, to be put right; the dropped one where nothing more may be written.
    """
    locked = lock(draft)
    draft_rules.hold_draft(by, locked, reason=reason)
    move(locked, DraftEvent.DROP, by=by, why=reason.strip())
    made = _copy(by, locked) if allows(draft_rules.copy_draft, by, locked) else None
    followed_by = made.code if made else ""
    record(locked, "disclosure.hold_draft", by=by, reason=reason.strip(), followed_by=followed_by)
    return made or locked


def _copy(by: Person, draft: Draft) -> Draft:
    """The same text and files as a draft of its own; for its due disclosure only while that is open still."""
    is_due = draft.due is not None and allows(draft_rules.add_draft, by, draft.item, due=draft.due)
    made = create(
        by=by,
        item=draft.item,
        title=draft.title,
        body=draft.body,
        scope=draft.scope,
        due=draft.due if is_due else None,
        source=draft.source,
        corrects=draft.corrects,
        reason=draft.reason,
    )
    files = queries.files_of(draft)
    _keep(((file.file.read(), file.name, file.content_type) for file in files), made, by=by)
    return made


def move(draft: Draft, event: str, *, by: Person, why: str = "") -> None:
    """Move the locked draft and save it; the one place that assigns a draft's state."""
    draft_rules.at_event(draft, event)
    draft.state = DRAFT_MOVES[draft.state, event]
    did = str(DraftEvent(event).label)
    core_services.save(draft, by, reason=f"{did}：{why}"[:100] if why else did)


def record(draft: Draft, verb: str, *, by: Person, **details: Any) -> None:
    """Leave the trail of one verb on a draft; last in its service."""
    core_services.record(
        by=by,
        verb=verb,
        subject=draft,
        code=draft.code,
        department_code=draft.department.code,
        details={"state": str(draft.state), **details},
    )
