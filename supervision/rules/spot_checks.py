"""Who may plan, draw and close spot checks, name their inspectors and keep the checklists."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from controls.models import Measure
from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Person, Relative, RoleGrant
from organization.roles import ADMINISTRATORS, Action
from organization.states import PersonKind
from risks.models import RiskPoint
from supervision.calculations import draws
from supervision.models import ChecklistItem, SpotCheck, SpotCheckRecord
from supervision.states.spot_checks import (
    FEWEST_INSPECTORS,
    SPOT_CHECK_MOVES,
    RecordState,
    SeedKind,
    SpotCheckState,
    SpotCheckVerb,
)


def run_spot_checks(by: Person) -> None:
    """Spot checks are planned, drawn and organized by whoever runs the year."""
    if by.kind != PersonKind.SYSTEM and not organization_queries.may_for_whole(by, Action.RUN_YEAR):
        raise Denied(_("抽查由党办组织。"), help=_("对抽查范围、时间有建议的，请告诉党办。"))


def keep_checklist(by: Person) -> None:
    """As spot checks."""
    if by.kind != PersonKind.SYSTEM and not organization_queries.may_for_whole(by, Action.RUN_YEAR):
        raise Denied(_("检查项目由党办维护。"), help=_("请把建议增加或修改的项目告诉党办。"))


def retire_checklist_item(by: Person, item: ChecklistItem) -> None:
    """An item is retired once."""
    keep_checklist(by)
    if item.retired_on:
        raise Denied(_("这个检查项目已停用。"))


def change_spot_check(by: Person, check: SpotCheck) -> None:
    """A plan can be changed while its population is not frozen."""
    run_spot_checks(by)
    if check.state != SpotCheckState.PLANNED:
        raise Denied(_("抽查范围已固定，方案不能再改。"), help=_("方案有误的，写明理由取消这次抽查，再另行筹备。"))


def _move(by: Person, check: SpotCheck, verb: SpotCheckVerb) -> None:
    run_spot_checks(by)
    if (check.state, verb) not in SPOT_CHECK_MOVES:
        raise Denied(
            _("这次抽查处于“%(state)s”状态，不能%(verb)s。")
            % {"state": check.get_state_display(), "verb": SpotCheckVerb(verb).label}
        )


def freeze_population(by: Person, check: SpotCheck, units: list[draws.Unit] | None = None) -> None:
    """There must be at least as many points as are to be drawn, and a draw for each department that is promised one."""
    _move(by, check, SpotCheckVerb.FREEZE)
    if units is None:
        return
    if len(units) < check.size:
        raise Denied(
            _("范围内只有%(there)d个风险点，不够抽取%(size)d个。") % {"there": len(units), "size": check.size},
            help=_("请扩大范围，或减少抽取数量。"),
        )
    departments = len({unit.department for unit in units})
    if check.is_each_department and departments > check.size:
        raise Denied(
            _("范围内有%(there)d个部门，每个部门至少抽一个，抽取数量须不少于%(there)d个。") % {"there": departments},
            help=_("请增加抽取数量，或取消“每个部门至少抽一个”。"),
        )


def fix_seed(by: Person, check: SpotCheck, seed: str = "") -> None:
    """The population comes first; a seed is a line of text, and where it is random nobody chooses it."""
    _move(by, check, SpotCheckVerb.FIX_SEED)
    if seed and check.seed_kind == SeedKind.RANDOM:
        raise Denied(_("这次抽查的种子由系统随机生成，不能由人填写。"))
    if seed and (seed != seed.strip() or not seed.isprintable()):
        raise Denied(_("种子应是一行文字，前后没有空格。"), help=_("请照公开数据原样填写，如：3456.78"))


def draw_spot_check(by: Person, check: SpotCheck, *, at: datetime | None = None, text: str | None = None) -> None:
    """The draw comes after the seed, out of the population that was frozen and no other."""
    _move(by, check, SpotCheckVerb.DRAW)
    if at is not None and (check.seeded_at is None or at <= check.seeded_at):
        raise Denied(_("抽取须在种子确定之后。"), help=_("服务器的时间可能被调整过，请联系系统管理员。"))
    if text is not None and draws.sha256(text) != check.population_sha256:
        raise Denied(_("抽查范围与固定时的哈希不符，不能抽取。"), help=_("请联系系统管理员核对；核实前不要另行抽取。"))


def begin_spot_check(by: Person, check: SpotCheck) -> None:
    """Every record has its inspectors before the departments are told."""
    _move(by, check, SpotCheckVerb.BEGIN)
    for record in check.records.order_by("code").prefetch_related("inspectors"):
        if len(record.inspectors.all()) < FEWEST_INSPECTORS:
            raise Denied(
                _("%(department)s还没有指定检查人员。") % {"department": record.whom},
                help=_("每个被查部门须有两名以上检查人员。"),
            )


def close_spot_check(by: Person, check: SpotCheck) -> None:
    """A spot check ends when all its records are signed."""
    _move(by, check, SpotCheckVerb.CLOSE)
    waiting = check.records.exclude(state=RecordState.SIGNED).order_by("code").first()
    if waiting is not None:
        raise Denied(
            _("%(department)s的检查记录还没有签字。") % {"department": waiting.whom},
            help=_("全部记录签字后才能结束抽查。"),
        )


def cancel_spot_check(by: Person, check: SpotCheck) -> None:
    """Until it is under way a spot check may be given up, with a reason that everybody who sees it reads."""
    _move(by, check, SpotCheckVerb.CANCEL)


def name_inspectors(by: Person, record: SpotCheckRecord, people: Iterable[Person] | None = None) -> None:
    """Two or more people with a login, none of them near the department or what was drawn there (回避)."""
    run_spot_checks(by)
    if record.check_of.state not in (SpotCheckState.DRAWN, SpotCheckState.UNDER_WAY):
        raise Denied(_("抽取之后、结束之前才能指定检查人员。"))
    if record.state != RecordState.OPEN:
        raise Denied(_("检查已完毕，不能再换检查人员。"), help=_("确需更换的，请先把记录退回修改。"))
    if people is None:
        return
    chosen = {person.pk: person for person in people}
    if len(chosen) < FEWEST_INSPECTORS:
        raise Denied(_("每个被查部门须有两名以上检查人员。"))
    near = conflicts_of(record)
    able = set(Person.objects.filter(able_to_inspect(record), pk__in=chosen).values_list("pk", flat=True))
    for person in chosen.values():
        hidden = "" if person.pk in able else _("不能查看班子成员清单")
        if reason := near.get(person.pk) or _unfit(person) or hidden:
            raise Denied(_("%(person)s不能担任检查人员：%(reason)s。") % {"person": person, "reason": reason})


def able_to_inspect(record: SpotCheckRecord) -> Q:
    """The condition on people that they may see what the record is about: the leadership's points not everybody may."""
    if not record.is_leadership:
        return Q()
    seeing = organization_queries.holders(Action.SEE_ALL_IN_FORCE, record.department)
    return Q(pk__in=seeing.order_by().values("pk"))


def _unfit(person: Person) -> str:
    if not person.is_active or person.kind != PersonKind.LOGIN:
        return _("没有在用的登录账号")
    if RoleGrant.objects.filter(user=person, role__in=ADMINISTRATORS).exists():
        return _("系统、安全、审计管理员不接触业务")
    return ""


def conflicts_of(record: SpotCheckRecord, person: Person | None = None) -> dict[int, str]:
    """Ids of the people (or of `person` alone) who may not inspect or fill this record, each with the first reason why;
    one query. Of a leadership post's no leader may, wherever their own post is."""
    department = record.department
    overseers = organization_queries.running_tenures().filter(post=department.overseer_post_id or 0)
    kin = Q(post__department=department) | Q(post=record.post_id or 0)
    relatives = Relative.objects.filter(kin, withdrawn_at__isnull=True)
    risk, measures = record.points.values("unit__point"), record.points.values("measures")
    posts = Q(post__in=RiskPoint.objects.filter(pk__in=risk).order_by().values("post"))
    posts |= Q(post__in=Measure.objects.filter(pk__in=measures).order_by().values("responsible_post"))
    leaders = organization_queries.running_tenures().filter(post__is_leadership=True)
    near: tuple[tuple[QuerySet, str], ...] = (
        ((leaders if record.is_leadership else leaders.none()).order_by().values("person"), _("是班子成员")),
        (organization_queries.people_of(department.pk).values("pk"), _("是被查部门的人员")),
        (organization_queries.holders(Action.OVERSEE, department).order_by().values("pk"), _("是被查部门的分管领导")),
        (overseers.order_by().values("person"), _("是被查部门的分管领导")),
        (
            organization_queries.running_tenures().filter(posts).order_by().values("person"),
            _("担任被抽中风险点或其措施的岗位"),
        ),
        (relatives.values("person"), _("申报有亲属在被查部门任职")),
        (RiskPoint.history.filter(id__in=risk).values("filed_by"), _("填报过被抽中的风险点或其措施")),
        (Measure.history.filter(id__in=measures).values("filed_by"), _("填报过被抽中的风险点或其措施")),
    )
    reason = Case(*(When(pk__in=people, then=Value(place)) for place, (people, _why) in enumerate(near)))
    found = Person.objects.exclude(kind=PersonKind.SYSTEM).annotate(place=reason).filter(place__isnull=False)
    found = found.filter(pk=person.pk) if person else found
    return {pk: near[place][1] for pk, place in found.values_list("pk", "place")}
