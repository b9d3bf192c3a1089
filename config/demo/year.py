"""2026 as a year of work in the demo: planned in August, opened with the next editions, half done in November."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from config.demo.clock import Clock
from config.demo.people import People
from core import services as core_services
from organization import queries
from organization.models import Department, Post
from supervision import services as supervision
from supervision.models import Cycle
from supervision.states.cycles import LessonKind, PhaseKind

YEAR = 2026
PHASES = {
    PhaseKind.MOBILIZE: ((8, 24), (9, 4), "召开党委扩大会和动员部署会，各科室组织专题学习，讲清意义、要求和内容。"),
    PhaseKind.CLEAR: (
        (9, 7),
        (9, 25),
        "对照三定规定和法律法规逐项核对职权，新增、取消、变更的说明依据，修订内外部流程图。",
    ),
    PhaseKind.FIND: ((9, 21), (10, 16), "自己找、领导提、群众帮、集体定，重点查决策、审批、收费环节，重新评定等级。"),
    PhaseKind.MEASURE: ((10, 12), (10, 30), "针对风险点修订防控措施，明确责任岗位、时限和佐证。"),
    PhaseKind.APPROVE: ((10, 19), (11, 13), "一览表逐级审核，报党委会审定；班子成员的逐人审定后备案。"),
    PhaseKind.SELF_CHECK: ((11, 2), (11, 20), "对照四项内容自查，逐条措施填写落实情况和佐证，形成自查报告。"),
    PhaseKind.SPOT_CHECK: ((11, 9), (11, 27), "按等级加权抽取风险点，两人一组现场检查。"),
    PhaseKind.RECTIFY: ((11, 16), (12, 18), "问题定人、定措施、定期限，复查后销号。"),
    PhaseKind.APPRAISE: ((12, 14), (12, 31), "按考核标准评分排名，结果送人事科使用。"),
}
"""Phase → first day, last day, what is done."""
SCHEME = {
    "document_number": "江医党〔2026〕31号",
    "goals": "覆盖全部部门、岗位和权力运行环节；高等级风险点措施落实率达到百分之百；自查发现的问题年内全部销号。",
    "leading": "党委统一领导，纪委牵头协调，党政齐抓共管，各科室各负其责，依靠群众参与和支持。\n领导小组办公室设在党办，负责日常组织。",
    "demands": "谁有风险谁防、谁是领导谁控，与业务工作同步部署、同等要求、同时督促。\n考核结果作为奖励、晋级、评先、评优的重要依据。",
}
LESSONS = (
    (
        LessonKind.MOBILIZATION,
        "2026年度廉洁风险防控动员部署会",
        (8, 26),
        "党委书记",
        Decimal("1.5"),
        PhaseKind.MOBILIZE,
        46,
    ),
    (LessonKind.TRAINING, "职权清理与流程图编制培训", (9, 9), "党办", Decimal(2), PhaseKind.CLEAR, 58),
    (LessonKind.EDUCATION, "医药购销领域典型案例警示教育", (10, 14), "纪检监察室", Decimal(1), PhaseKind.FIND, 312),
)
"""Kind, title, day, speaker, hours, phase, how many came besides those named."""


def begin(people: People, clock: Clock) -> Cycle:
    """Plan and open the year; every department gets its next editions as the worker would open them."""
    clock.set(YEAR, 8, 20)
    office, leader = people["office"], people["office"].department
    departments = Department.objects.active().exclude(parent=None).order_by("path")
    posts = Post.objects.filter(is_leadership=False).order_by("-code")
    heads = {post.department_id: post for post in posts}
    cycle = supervision.plan_cycle(
        by=office,
        year=YEAR,
        title=f"{YEAR}年度廉洁风险防控工作",
        phases=[
            supervision.PhaseEntry(kind, date(YEAR, *first), date(YEAR, *last), leader, task)
            for kind, (first, last, task) in PHASES.items()
        ],
        departments=[department for department in departments if department.pk in heads],
        posts=heads,
        **SCHEME,
    )
    clock.set(YEAR, 8, 31)
    cycle = supervision.open_cycle(by=office, cycle=cycle)
    while core_services.sweep():
        pass
    return cycle


def teach(people: People, cycle: Cycle) -> None:
    """The lessons held until today are recorded; one of those invited did not come."""
    office = people["office"]
    for kind, title, (month, day), speaker, hours, phase, others in LESSONS:
        held_on = date(YEAR, month, day)
        if held_on <= timezone.localdate() and not cycle.lessons.filter(title=title).exists():
            lesson = supervision.record_lesson(
                by=office,
                cycle=cycle,
                department=queries.root(),
                kind=kind,
                title=title,
                held_on=held_on,
                phase=cycle.phases.get(kind=phase),
                speaker=speaker,
                hours=hours,
                place="门诊楼五楼学术报告厅",
                head_count=others,
                invited=Department.objects.filter(code__in=("D04", "D05", "D07")),
            )
            invited = lesson.attendances.order_by("person__name", "pk").values_list("person", flat=True)
            supervision.note_attendance(by=office, lesson=lesson, present=list(invited)[1:])


def urge(people: People, cycle: Cycle, kind: str) -> None:
    """党办 urges whoever is behind in the phase."""
    supervision.urge(by=people["office"], phase=cycle.phases.get(kind=kind))


def give_time(people: People, cycle: Cycle) -> None:
    """The spot check gets a week more."""
    phase = cycle.phases.get(kind=PhaseKind.SPOT_CHECK)
    supervision.move_phase(
        by=people["office"],
        phase=phase,
        from_on=phase.from_on,
        to_on=date(YEAR, 12, 4),
        reason="11月下旬上级巡察进驻，检查人员抽调，抽查顺延一周。",
    )
