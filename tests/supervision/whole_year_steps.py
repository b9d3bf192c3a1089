"""What people do in 2026 and 2027, day by day, each through the services and as who does it."""

from datetime import date

from django.utils import timezone

from approvals import services as approval_services
from approvals.models import Submission
from controls.models import ControlTable
from powers import services as power_services
from powers.models import LegalBasis, PowerList
from risks.models import RiskPoint, RiskRegister
from supervision import services
from supervision.models import Finding, SelfCheck, SpotCheck
from supervision.services import hospital_reports, self_checks
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.controls import factories as control_factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories
from tests.supervision import self_check_factories, spot_factories
from tests.supervision.whole_year import PHASES, Step, Walk


def open_the_year(walk: Walk) -> None:
    year, office = walk.today.year, walk["党办"]
    title = f"{year}年度廉洁风险防控工作"
    cycle = services.plan_cycle(by=office, year=year, title=title, phases=PHASES[year], departments=[walk.where])
    services.open_cycle(by=office, cycle=cycle)


def mobilize(walk: Walk) -> None:
    """The department's own meeting."""
    fields = {"kind": "mobilization", "title": "动员部署会", "held_on": walk.today, "place": "示教室"}
    cycle = walk.cycle(walk.today.year)
    services.record_lesson(by=walk["填报人"], cycle=cycle, department=walk.where, head_count=12, **fields)


def powers_in_force(walk: Walk) -> None:
    walk.kept["clear before"] = walk.place(PhaseKind.CLEAR)
    power_factories.in_force(PowerList.objects.get(department=walk.where, year=2026))
    walk.kept["clear"] = walk.place(PhaseKind.CLEAR)


def risks_in_force(walk: Walk) -> None:
    risk_factories.in_force(RiskRegister.objects.get(department=walk.where, year=2026))
    walk.kept["find"] = walk.place(PhaseKind.FIND)


def table_in_force(walk: Walk) -> None:
    control_factories.in_force(ControlTable.objects.get(department=walk.where, year=2026))
    walk.kept["measure"] = walk.place(PhaseKind.MEASURE)
    walk.kept["approve"] = walk.place(PhaseKind.APPROVE)


def _self_check(walk: Walk) -> self_check_factories.World:
    check = SelfCheck.objects.select_related("department", "cycle").get()
    people = (walk["填报人"], walk["科室负责人"], walk["党办"])
    return self_check_factories.World(walk.where, check.cycle, check, *people)


def fill_the_self_check(walk: Walk) -> None:
    opened_at = SelfCheck.objects.get().history.earliest().history_date
    walk.kept["opened on"] = timezone.localdate(opened_at)
    self_check_factories.fill(_self_check(walk))


def sign_the_self_check(walk: Walk) -> None:
    self_checks.sign(by=walk["科室负责人"], check=_self_check(walk).check)


def receive_the_self_check(walk: Walk) -> None:
    self_checks.receive(by=walk["党办"], check=_self_check(walk).check)
    walk.kept["self-check"] = walk.place(PhaseKind.SELF_CHECK)


def send_the_hospitals_report(walk: Walk) -> None:
    office = walk["党办"]
    report = hospital_reports.merge_reports(by=office, cycle=walk.cycle())
    sent = {"document_number": "院党发〔2026〕18号", "sent_on": walk.today, "body": "市预防腐败体系建设领导小组办公室"}
    hospital_reports.send_hospital_report(by=office, report=report, **sent)


def find_something(walk: Walk) -> None:
    """An audit's finding, due on the last working day of July, planned at once."""
    point = RiskPoint.objects.filter(register__department=walk.where, register__state="in_force").order_by("code")[0]
    found = {"source": "audit", "text": "退药登记与处方不符三处", "point": point, "due_on": date(2026, 7, 31)}
    finding = services.open_finding(by=walk["纪检监察室"], department=walk.where, **found)
    plan = {"owner_post": factories.post(walk.where), "answerer": walk["填报人"], "measures": "每月核对退药登记"}
    services.plan_rectification(by=walk["填报人"], finding=finding, **plan)


def ask_and_grant_more_time(walk: Walk) -> None:
    asked = services.ask_extension(by=walk["填报人"], finding=Finding.objects.get(), days=10, reason="等药事会讨论")
    services.answer_extension(by=walk["纪检监察室"], extension=asked, verdict="grant", answer="情况属实")
    walk.kept["extended to"] = Finding.objects.get().due_on


def report_the_rectification(walk: Walk) -> None:
    services.report_rectification(by=walk["填报人"], finding=Finding.objects.get(), report="流程已修订，抽查20笔均合格")


def recheck_it(walk: Walk) -> None:
    services.recheck(by=walk["党办"], finding=Finding.objects.get(), is_passed=True, note="现场复查，已整改到位")


def ask_for_the_closing(walk: Walk) -> None:
    head = walk["科室负责人"]
    submission = services.ask_closing(by=head, finding=Finding.objects.get())
    approval_services.submit(by=head, submission=submission)


def close_the_finding(walk: Walk) -> None:
    walk.kept["rectify before"] = walk.place(PhaseKind.RECTIFY)
    approval_services.decide(by=walk["纪检监察室"], submission=Submission.objects.get(), verdict="no_objection")
    walk.kept["rectify"] = walk.place(PhaseKind.RECTIFY)


def draw_a_spot_check(walk: Walk) -> None:
    inspectors = [walk["检查人员甲"], walk["检查人员乙"]]
    fields = {"cycle": walk.cycle(), "to_on": date(2026, 10, 10), "by": walk["党办"]}
    spot_factories.under_way(walk.where, people=inspectors, **fields)


def sign_the_record(walk: Walk) -> None:
    """Both inspectors and the head sign; the office ends the spot check."""
    check = SpotCheck.objects.get()
    record = spot_factories.finished(check.records.get())
    for inspector in record.inspectors.order_by("pk"):
        services.sign_record(by=inspector.person, inspector=inspector)
    services.give_record_opinion(by=walk["科室负责人"], record=record, opinion="属实")
    services.close_spot_check(by=walk["党办"], check=check)
    walk.kept["spot check"] = walk.place(PhaseKind.SPOT_CHECK)


def verify_the_bases(walk: Walk) -> None:
    for basis in LegalBasis.objects.all():
        said = {"status": "valid", "verified_on": walk.today, "note": "与原文核对无误"}
        power_services.verify_basis(by=walk["党办"], basis=basis, **said)


def close_the_year(walk: Walk) -> None:
    services.close_cycle(by=walk["党办"], cycle=walk.cycle())


STEPS: dict[date, Step] = {
    date(2026, 1, 4): open_the_year,
    date(2026, 1, 15): mobilize,
    date(2026, 3, 23): powers_in_force,
    date(2026, 4, 22): risks_in_force,
    date(2026, 5, 9): table_in_force,
    date(2026, 6, 23): fill_the_self_check,
    date(2026, 6, 24): sign_the_self_check,
    date(2026, 6, 25): receive_the_self_check,
    date(2026, 6, 26): send_the_hospitals_report,
    date(2026, 7, 6): find_something,
    date(2026, 8, 10): ask_and_grant_more_time,
    date(2026, 8, 21): report_the_rectification,
    date(2026, 8, 25): recheck_it,
    date(2026, 8, 26): ask_for_the_closing,
    date(2026, 8, 27): close_the_finding,
    date(2026, 9, 1): draw_a_spot_check,
    date(2026, 10, 10): sign_the_record,
    date(2026, 11, 20): verify_the_bases,
    date(2026, 12, 18): close_the_year,
    date(2027, 1, 4): open_the_year,
    date(2027, 1, 22): mobilize,
}
"""Day → what is done on it, at ten."""
