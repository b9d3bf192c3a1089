"""Publishing powers as they come into force, and taking a publication off: links of the chain."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import queries as approvals_queries
from core import calculations as core_calculations
from core import services as core_services
from core.rules import Denied
from disclosure import calculations, queries, rules
from disclosure.models import Publication
from disclosure.queries import secrecy
from disclosure.services import chain, dues
from disclosure.states import PublicationKind, Topic
from organization.models import Person
from powers.calculations import contents
from powers.documents import svg
from powers.states import FlowKind


@transaction.atomic
def publish_powers(submissions: Sequence[Any], *, by: Person) -> int:
    """Publish the powers of submissions that came into force and passed both reviews; returns how many.

    Called inside the transaction of coming into force. A power no longer open to the public, or no longer in the
    list, is withdrawn; one whose public content did not change keeps its publication. The trail names the codes.
    """
    return sum(_publish_of(submission, by=by) for submission in submissions)


def _publish_of(submission: Any, *, by: Person) -> int:
    cleared = queries.cleared_powers(submission)
    if cleared is None:
        return 0
    core_services.take_turn()
    published = [content["code"] for content in cleared.contents if _publish(content)]
    withdrawn = [_bury(gone) for gone in queries.publications_to_end(cleared)]
    if published or withdrawn:
        core_services.record(
            by=by,
            verb="disclosure.publish_powers",
            subject=submission,
            code=cleared.department.code,
            department_code=cleared.department.code,
            details={"published": published, "tombstones": withdrawn},
        )
    return len(published)


@transaction.atomic
def publish_correction(correction: Any, *, by: Person) -> None:
    """Publish a power anew whose wording was put right (更正), where it stands under `/open/`: it was cleared before.

    Called inside the transaction of the correction. What the public does not read of a power changes no publication.
    """
    key = correction.key
    if correction.list_kind != "powers" or not queries.publications().filter(lineage_key=key).exists():
        return
    core_services.take_turn()
    content = approvals_queries.corrected_content(correction.list_kind, correction.list_id, key)
    if _publish(content):
        core_services.record(
            by=by,
            verb="disclosure.publish_powers",
            subject=correction,
            code=correction.code,
            department_code=correction.department.code,
            details={"published": [correction.code], "tombstones": []},
        )


def _publish(content: dict[str, Any]) -> bool:
    chart = contents.chart_of(content, FlowKind.EXTERNAL)
    public = calculations.public_content(content, svg=str(svg.draw(chart)) if chart else "")
    open_now = queries.open_versions(PublicationKind.POWER, content["key"])
    if open_now.filter(content_hash=core_calculations.sha256(public)).exists():
        return False
    for current in open_now:
        chain.replace(current)
    chain.append(
        public,
        kind=PublicationKind.POWER,
        topic=Topic.POWERS,
        code=public["code"],
        lineage_key=content["key"],
        title=public["name"],
        category=public["category"],
        department_code=content["handling_department"]["code"],
        department_name=public["department"],
    )
    return True


def _bury(publication: Publication) -> str:
    """Take it off the public pages; returns its code."""
    return chain.bury(publication, reason=_("职权目录新版生效，此项不再对社会公开")).code


@transaction.atomic
def withdraw(*, by: Person, publication: Publication, reason: str) -> Publication:
    """Take a publication off at once, in 党办's hand; its hash and the reason stay. Returns the tombstone.

    The reason can be read by everybody for ever: one with personal data in it is refused. What was due and met by it, in any of its versions, is due again. Raises `Denied` for who may not publish, and where
    it has ended already.
    """
    reason = reason.strip()
    met = dues.lock(dues.met_by(publication))
    core_services.take_turn()
    locked = Publication.objects.select_for_update(no_key=True).get(pk=publication.pk)
    rules.withdraw(by, locked, reason=reason)
    _refuse_personal(reason)
    tombstone = chain.bury(locked, reason=reason)
    open_again = dues.unmeet(met, by=by)
    core_services.record(
        by=by,
        verb="disclosure.withdraw",
        subject=locked,
        code=locked.code,
        department_code=locked.department_code,
        details={"face": locked.face, "tombstones": [locked.code], "reason": reason, "open_again": open_again},
    )
    return tombstone


def _refuse_personal(reason: str) -> None:
    if pieces := secrecy.personal_pieces(reason):
        raise Denied(
            _("理由里有疑似个人信息：%(pieces)s。") % {"pieces": "、".join(pieces)},
            help=_("理由永久公开，请改写后再撤下。"),
        )
