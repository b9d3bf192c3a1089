"""签收 and 轮岗 in the demo: most holders have signed, one key post changed hands, others are planned, one is deferred."""

from datetime import date
from itertools import count

from django.utils import timezone

from config.demo.people import People
from controls import queries
from controls import services as controls
from controls.models import ControlTable
from controls.states import HandoverAnswer, HandoverItem
from core.states import ListState
from organization import services
from organization.models import Person, Tenure
from organization.states import PersonKind

OPEN = ("G1101", "G0306")
"""药剂科主任 and a vice president have not signed yet, so that something waits on their desks."""
LEAVES_OUT = 6
"""One holder without login in so many has not handed in the sheet."""
HANDED_OVER, SUCCESSOR_FROM = "G0905", "G0906"
"""收费处负责人, past the limit for years: who worked at the window takes over, and their post is vacant."""


def sign(people: People, *, every: int = LEAVES_OUT) -> None:
    """Whoever has not signed for a table in force does so today, but a few; those without login on paper."""
    numbers = count(1)
    for table in ControlTable.objects.filter(state=ListState.IN_FORCE).select_related("department").order_by("pk"):
        waiting = [
            tenure for post in queries.receipts_by_post(table) for tenure, receipt in post.holders if not receipt
        ]
        for person in {tenure.person_id: tenure.person for tenure in waiting if _signs(tenure)}.values():
            controls.sign_table(by=person, table=table)
        for tenure in queries.paper_signers(table):
            if next(numbers) % every:
                controls.record_paper_receipt(
                    by=people["office"],
                    table=table,
                    tenure=tenure,
                    signed_on=timezone.localdate(),
                    paper_place=f"党办档案柜《{table.year}年一览表签收单》{table.department}页",
                )


def _signs(tenure: Tenure) -> bool:
    return tenure.person.kind == PersonKind.LOGIN and tenure.post.code not in OPEN


def plan(people: People) -> None:
    """Autumn 2026: the Party office goes through the key posts past their limit."""
    office = people["office"]
    controls.plan_rotation(
        by=office, tenure=_tenure(HANDED_OVER), planned_on=date(2026, 10, 9), successor=_held_by(SUCCESSOR_FROM)
    )
    controls.plan_rotation(
        by=office, tenure=_tenure("G1203"), planned_on=date(2026, 12, 31), reason="接任人待设备科推荐"
    )
    controls.plan_rotation(
        by=office, tenure=_tenure("G1702"), planned_on=date(2027, 1, 15), successor=_held_by("G1703")
    )
    controls.defer_rotation(
        by=office,
        tenure=_tenure("G2901"),
        until=date(2027, 6, 30),
        reason="实验室认可复评审安排在2027年5月，评审前不宜更换负责人；其间试剂采购改由副主任经办、审计科每季度抽查。",
    )


def carry_out(people: People) -> None:
    """The post at the cashiers' changes hands today; the discipline office watches."""
    office, today, before = people["office"], timezone.localdate(), _tenure(SUCCESSOR_FROM)
    services.end_tenure(by=office, tenure=before, to_on=today)
    controls.carry_out_rotation(
        by=office, tenure=_tenure(HANDED_OVER), on=today, successor=before.person, overseer=people["discipline"]
    )


def hand_over(people: People) -> None:
    """The discipline office answers the questions of the handover; half of those whom a new edition asks have signed."""
    tenure = Tenure.objects.get(post__code=HANDED_OVER, to_on__isnull=False)
    answers = [(item, HandoverAnswer.DONE, "") for item in HandoverItem]
    controls.hand_over(
        by=people["discipline"],
        tenure=tenure,
        answers=answers,
        checked_on=timezone.localdate(),
        proof="备用金、票据、印章移交清单三方签字；收费系统权限调整单；审计科离岗审计报告（江一医审〔2026〕12号）。",
    )
    sign(people, every=2)


def _tenure(code: str) -> Tenure:
    return Tenure.objects.get(post__code=code, to_on__isnull=True)


def _held_by(code: str) -> Person:
    return _tenure(code).person
