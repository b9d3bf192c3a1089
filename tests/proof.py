"""A hospital with one of each thing that `verify_chain` holds against its hash, and what it says of them."""

from approvals import services
from approvals.models import Meeting, Submission
from config import proof
from controls.models import Measure
from powers.models import Power
from risks.models import RiskPoint
from tests import worlds
from tests.approvals import factories as approvals
from tests.controls import factories as controls
from tests.disclosure import factories as disclosure
from tests.risks import factories as risks


def approved_world() -> tuple[approvals.World, Submission]:
    """A department's power with both charts, its risk point and its measure, approved together and published."""
    return worlds.laid(_approved)


def _approved() -> tuple[approvals.World, Submission]:
    made = approvals.world()
    return made, approve(made)


def approve(made: approvals.World, **measure: str) -> Submission:
    """The lists of `approved_world`, filed and brought into force; `measure` are fields of the measure."""
    power = disclosure.power(made)
    register = risks.register(made.department, by=made.filer)
    step = power.flows.get(kind="internal").steps.order_by("number")[1]
    point = risks.graded_point(register, post=step.post, step=step, by=made.filer)
    risks.review(register, by=made.filer)
    table = controls.table(made.department, by=made.filer)
    controls.measure(table, point=point, by=made.filer, **measure)
    submission = disclosure.at_office(made)
    disclosure.review(made, power)
    return disclosure.finish(made, submission)


def held_meeting() -> tuple[approvals.World, Meeting]:
    """A held meeting of four, one of whom left a row to the others; an opinion, two votes, a resolution carried out by 药剂科."""
    return worlds.laid(_held)


def _held() -> tuple[approvals.World, Meeting]:
    made = approvals.world()
    recused = approvals.another_member(made)
    approvals.another_member(made)
    submission, _power = approvals.with_a_power_of(made, recused)
    item = approvals.begun(made, approvals.at(made, "committee", submission=submission))
    services.state_opinion(by=made.office, item=item, person=made.member, text="同意。")
    for ballot in item.ballots.order_by("position"):
        approvals.vote(made, ballot)
    services.follow_up(by=made.office, item=item, implementer="药剂科", due_on=None)
    return made, services.close_meeting(by=made.office, meeting=item.meeting)


def told(part: str = "") -> list[str]:
    """What `verify_chain --all` says does not hold, of one part or of all."""
    found = proof.everything(is_all=True)
    return [str(breach) for finding in found if part in finding.title for breach in finding.shown]


def codes() -> dict[str, str]:
    """The codes of the rows of `approved_world`."""
    return {model.__name__.lower(): model.objects.get().code for model in (Power, RiskPoint, Measure)}
