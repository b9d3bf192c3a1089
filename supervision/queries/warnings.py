"""Warnings a person may see, and how much of each: the department reads title and letter, never what was collected."""

from datetime import date

from django.db.models import BooleanField, Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Attachment
from core.registry import Task, TaskGroup
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from risks.queries import points_for
from supervision.calculations import PrintedWarning
from supervision.models import RiskWarning
from supervision.states.warnings import WarningOutcome, WarningState

INNER = ("what", "noticed_where", "judgement", "outcome_note", "handed_to", "handed_number")
"""Fields that stay with those who keep the register."""
MOST = 20


def warnings_for(by: Person) -> QuerySet[RiskWarning]:
    """Warnings `by` may see: those they keep; once sent, those of departments they work for or oversee, and of their own
    leadership post. `is_kept`: is all of it open to `by`? `state_shown`, `outcome_shown`: whom it concerns is not told of
    a handing over.
    """
    kept = Q(department__in=organization_queries.departments_for(by, Action.SUPERVISE).values("pk"))
    keeping = organization_queries.departments_for(by, Action.KEEP_FINDINGS).values("pk")
    kept |= Q(department__in=keeping, is_leadership=False)
    kept |= Q(collected_by=by) & organization_queries.is_business(by)
    held = organization_queries.posts_held(by).values("pk")
    told = organization_queries.departments_acting_for(
        by, Action.FILE, Action.SIGN, Action.SEE_DRAFTS, Action.OVERSEE
    ).values("pk")
    sent = Q(is_leadership=False, department__in=told) | Q(is_leadership=True, point__post__in=held)
    concerned = Q(is_leadership=True, point__post__in=held)
    hidden = Q(is_kept=False, outcome=WarningOutcome.HANDED_OVER)
    return RiskWarning.objects.annotate(
        is_kept=Case(When(kept & ~concerned, then=Value(True)), default=Value(False), output_field=BooleanField()),
        state_shown=Case(
            When(hidden & Q(answered_on__isnull=True), then=Value(WarningState.NOTICED)),
            When(hidden, then=Value(WarningState.ANSWERED)),
            default=F("state"),
            output_field=CharField(),
        ),
        outcome_shown=Case(When(hidden, then=Value("")), default=F("outcome"), output_field=CharField()),
    ).filter(Q(is_kept=True) | (sent & Q(sent_on__isnull=False)))


def warnings_shown(by: Person) -> QuerySet[RiskWarning]:
    """Warnings with what their row shows."""
    return warnings_for(by).select_related("department").defer(*INNER, "letter", "answer")


def warning_counts(by: Person) -> dict[str, int]:
    """How many warnings `by` sees wait to be judged, for an answer, overdue among these, and are handled; one query."""
    waits = Q(state_shown=WarningState.NOTICED)
    return warnings_for(by).aggregate(
        collected=Count("pk", filter=Q(state_shown__in=[WarningState.COLLECTED, WarningState.ANALYSED])),
        noticed=Count("pk", filter=waits),
        overdue=Count("pk", filter=waits & Q(answer_due_on__lt=timezone.localdate())),
        handled=Count("pk", filter=Q(state_shown=WarningState.HANDLED)),
    )


def warning_for(by: Person, pk: int) -> RiskWarning | None:
    """One warning, or None where `by` may not know of it; without its inner fields where it is not theirs to keep.

    `is_point_open`: may `by` open its risk point?
    """
    related = (
        "department",
        "point__post",
        "collected_by",
        "judged_by",
        "sent_by",
        "answered_by",
        "handled_by",
        "finding",
        "cycle",
    )
    points = points_for(by).select_related(None).order_by().filter(pk=OuterRef("point"))
    found = warnings_for(by).annotate(is_point_open=Case(When(Exists(points), then=Value(True)), default=Value(False)))
    shown = found.select_related(*related).filter(pk=pk).first()
    if shown is not None and not shown.is_kept:  # type: ignore[attr-defined]
        for name in INNER:
            setattr(shown, name, "")
    return shown


def warning_files(warning: RiskWarning) -> list[Attachment]:
    """What the department sent with its answer."""
    found = Attachment.objects.filter(subject_type="supervision.riskwarning", subject_id=str(warning.pk))
    return list(found.order_by("pk"))


def warning_story(warning: RiskWarning) -> list[dict]:
    """The steps of a warning as entries of `components/history.html`, of those `by` may read (`warning_for`)."""
    records = warning.history.select_related("history_user").order_by("-history_date", "-history_id")
    if warning.state_shown != warning.state:  # type: ignore[attr-defined]
        records = records.exclude(state=warning.state)
    return [
        {"at": each.history_date, "who": each.history_user or _("系统"), "did": each.history_change_reason or ""}
        for each in records
    ]


def departments_to_warn(by: Person) -> QuerySet[Department]:
    """Departments whose warnings `by` may register."""
    places = organization_queries.departments_for(by, Action.KEEP_FINDINGS)
    return places.filter(pk__in=organization_queries.departments().values("pk")).order_by("path", "id")


def people_addressed(warning: RiskWarning) -> list[Person]:
    """To whom the letter goes: the department's filers and head, of a leadership post its holder."""
    if warning.is_leadership:
        tenures = organization_queries.running_tenures().filter(post=warning.point.post_id if warning.point else 0)
        return [tenure.person for tenure in tenures]
    return list(organization_queries.holders(Action.FILE, warning.department))


def may_read_warning_file(attachment: Attachment, by: Person) -> bool:
    """Files of an answer: whoever sees the warning."""
    return warnings_for(by).filter(pk=attachment.subject_id).exists()


def warning_tasks(by: Person) -> TaskGroup:
    """What of warnings waits for `by`: two queries."""
    today = timezone.localdate()
    tasks = [_task(each, _("研判预警"), today) for each in warnings_to_judge(by)[:MOST]]
    tasks += [_task(each, _("反馈风险提示"), today) for each in warnings_to_answer(by)[:MOST]]
    return TaskGroup(_("预警"), tuple(tasks))


def warnings_to_judge(by: Person) -> QuerySet[RiskWarning]:
    """Warnings that wait for those who keep them: to be judged, sent or handled."""
    places = organization_queries.departments_for(by, Action.KEEP_FINDINGS).values("pk")
    own = organization_queries.own_departments(by).values("pk")
    waits = (WarningState.COLLECTED, WarningState.ANALYSED, WarningState.ANSWERED)
    found = warnings_for(by).filter(department__in=places, is_kept=True, state__in=waits)
    found = found.exclude(department__in=own, is_leadership=False)
    return found.select_related("department").order_by("noticed_on", "pk")


def warnings_to_answer(by: Person) -> QuerySet[RiskWarning]:
    """Letters that `by` answers."""
    held = organization_queries.posts_held(by).values("pk")
    places = organization_queries.departments_acting_for(by, Action.FILE, Action.SIGN).values("pk")
    mine = Q(is_leadership=False, department__in=places) | Q(is_leadership=True, point__post__in=held)
    found = RiskWarning.objects.filter(mine, state=WarningState.NOTICED)
    return found.select_related("department").order_by("answer_due_on", "pk")


def _task(warning: RiskWarning, step: str, today: date) -> Task:
    due_on = warning.answer_due_on if warning.state == WarningState.NOTICED else None
    return Task(
        what=f"{step}：{warning}",
        who=str(warning.department),
        url=warning.get_absolute_url(),
        since=warning.made_at,
        due_on=due_on,
        note=str(warning.get_state_display()),
        is_overdue=due_on is not None and due_on < today,
    )


def printed_warning(warning: RiskWarning) -> PrintedWarning:
    """The 风险提示 as it was sent: neither what was collected nor how it was judged."""
    hospital = organization_queries.hospital()
    return PrintedWarning(
        hospital_name=hospital.name,
        discipline_name=hospital.discipline_name,
        addressee=str(warning.point.post if warning.is_leadership and warning.point else warning.department),
        kind=warning.letter_name,
        number=warning.code,
        title=warning.title,
        point=warning.point.description if warning.point else "",
        text=warning.letter,
        sent_on=_day(warning.sent_on),
        due_on=_day(warning.answer_due_on),
    )


def _day(value: date | None) -> str:
    """`2026年3月5日`, as official documents write a day."""
    if value is None:
        return ""
    return _("%(year)d年%(month)d月%(day)d日") % {"year": value.year, "month": value.month, "day": value.day}
