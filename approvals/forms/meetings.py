"""Forms of a meeting: its plan, its call, the answers to it, and who came."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals import queries, rules
from approvals.models import Attendance, Meeting
from approvals.states import Answer, Capacity, Matter, MeetingState, Presence
from core.forms import DayInput, Filters, Guided, Versioned
from organization.states import BodyDuty

PLAIN_PRESENCE = [(each.value, each.label) for each in (Presence.PRESENT, Presence.LEAVE, Presence.ABSENT)]
FROM_ANSWER = {Answer.ATTEND: Presence.PRESENT, Answer.LEAVE: Presence.LEAVE}
DEPARTMENTS_TITLE = _("审定各部门职权目录、风险清单和一览表")


class MeetingFilters(Filters):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *MeetingState.choices])
    matter = forms.ChoiceField(label=_("事项类别"), required=False, choices=[("", _("全部")), *Matter.choices])


class MeetingForm(Guided, Versioned):
    """When, where and under which rule."""

    examples = (("place", _("行政楼三楼会议室")), ("urgent_reason", _("年度清单须在年内审定，材料已提前送达委员")))
    conditional = ("urgent_reason",)

    number = forms.CharField(label=_("会议编号"), max_length=40, help_text=_("接上次会议的编号，可以修改。"))
    matter = forms.ChoiceField(label=_("事项类别"), choices=Matter.choices, initial=Matter.ORDINARY)
    held_on = forms.DateField(label=_("会议日期"), widget=DayInput)
    begins_at = forms.TimeField(
        label=_("开始时间"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("地点"), max_length=60)
    urgent_reason = forms.CharField(label=_("紧急召开的理由"), max_length=200, required=False)
    is_by_login = forms.BooleanField(
        label=_("委员本人登录表决"),
        required=False,
        help_text=_("勾选后每位委员用自己的账号表决，主持人末位；不勾选则由记录人按举手情况登记。"),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.earliest = {rule.matter: (rule, day) for rule, day in queries.earliest_days()}
        days = [
            gettext("%(matter)s %(day)s") % {"matter": Matter(code).label, "day": day}
            for code, (_rule, day) in self.earliest.items()
        ]
        self.fields["held_on"].help_text = gettext("今天发出通知，最早可定在：%(days)s。") % {"days": "，".join(days)}  # type: ignore[attr-defined]
        self.fields["urgent_reason"].help_text = _("早于上述日期召开时须写明，会随通知告知委员。")  # type: ignore[attr-defined]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        held_on, matter = cleaned.get("held_on"), cleaned.get("matter")
        if held_on and matter:
            self._ask_for_urgency(matter, held_on, cleaned)
        return cleaned

    def _ask_for_urgency(self, matter: str, held_on: Any, cleaned: dict) -> None:
        rule, day = self.earliest[matter]
        if not rules.is_notice_short(rule, held_on):
            return
        words = {"days": rule.notice_days, "day": day}
        if not rule.is_urgent_allowed:
            self.add_error("held_on", _("须提前 %(days)d 个工作日通知，最早 %(day)s；这类事项不得紧急召开。") % words)
        elif not (cleaned.get("urgent_reason") or "").strip():
            self.add_error(
                "urgent_reason", _("须提前 %(days)d 个工作日通知，最早 %(day)s；请改期，或写明紧急召开的理由。") % words
            )


class PlanForm(MeetingForm):
    """A new meeting with what it takes up; the leadership's lists become an item of their own."""

    submissions = forms.ModelMultipleChoiceField(label=_("列入议题的报审"), queryset=None, required=False)
    title = forms.CharField(label=_("各部门清单的议题名称"), max_length=120, initial=DEPARTMENTS_TITLE)

    def __init__(self, *args: Any, by: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["submissions"].queryset = queries.waiting_for_committee(by)  # type: ignore[attr-defined]

    def plan(self) -> dict[str, Any]:
        """What the meeting itself is made of."""
        return {name: self.cleaned_data[name] for name in MeetingForm.base_fields if name in self.fields}

    def items(self) -> list[dict[str, Any]]:
        """The items to put on the agenda: the departments' lists as one, then each of the leadership's."""
        picked = list(self.cleaned_data["submissions"])
        departments = [each for each in picked if not each.is_leadership]
        found = [{"title": self.cleaned_data["title"], "submissions": departments}] if departments else []
        return found + [
            {"title": gettext("审定%(submission)s") % {"submission": each}, "submissions": [each]}
            for each in picked
            if each.is_leadership
        ]


class CallForm(forms.Form):
    """Whom to ask besides the members."""

    observers = forms.ModelMultipleChoiceField(
        label=_("列席"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("列席人员可以发言，不参加表决。"),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["observers"].queryset = queries.observers_for(meeting)  # type: ignore[attr-defined]


class ReasonForm(Guided, forms.Form):
    """A step that says why."""

    reason = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, example: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].example = example  # type: ignore[attr-defined]


class AnswerForm(Guided, forms.Form):
    """回执: one comes, or asks for leave with the reason."""

    conditional = ("reason",)
    examples = (("reason", _("外出参加培训")),)

    answer = forms.ChoiceField(label=_("是否参加"), choices=Answer.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("请假理由"), max_length=120, required=False, help_text=_("请假时须写明。"))

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == Answer.LEAVE and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("请写明请假的理由。"))
        return cleaned


class AttendanceForm(forms.Form):
    """到会情况: a line for everybody who was called."""

    def __init__(self, *args: Any, attendances: list[Attendance], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.attendances = attendances
        for each in attendances:
            self.fields[_name(each)] = forms.ChoiceField(
                label=str(each.person),
                choices=PLAIN_PRESENCE,
                widget=forms.RadioSelect,
                initial=self.preset(each),
                error_messages={"required": _("请选择到会情况。")},
            )

    def preset(self, each: Attendance) -> str:
        """What stands there before anybody chooses: how it is now."""
        return each.presence

    def lines(self) -> Iterator[dict[str, Any]]:
        """Everybody with their field, in order."""
        for each in self.attendances:
            yield {"attendance": each, "field": self[_name(each)]}

    def by_presence(self, presence: str) -> set[int]:
        """Ids of the people of whom that was said."""
        return {each.person_id for each in self.attendances if self.cleaned_data.get(_name(each)) == presence}

    def changed(self) -> list[tuple[Attendance, str]]:
        """Who is otherwise than before, and how."""
        now = [(each, self.cleaned_data[_name(each)]) for each in self.attendances]
        return [(each, presence) for each, presence in now if presence != each.presence]


class OpeningForm(AttendanceForm):
    """Who came and who presides, prefilled from the receipts."""

    chair = forms.ChoiceField(label=_("主持人"), help_text=_("须是到会的委员；书记不能到会时由副书记主持。"))

    def __init__(self, *args: Any, attendances: list[Attendance], **kwargs: Any):
        super().__init__(*args, attendances=attendances, **kwargs)
        members = [each for each in attendances if each.capacity == Capacity.MEMBER]
        field = self.fields["chair"]
        field.choices = [(each.person_id, str(each.person)) for each in members]  # type: ignore[attr-defined]
        coming = [each for each in members if each.answer != Answer.LEAVE] or members
        order = {BodyDuty.CHAIR: 0, BodyDuty.DEPUTY: 1}
        field.initial = min(coming, key=lambda each: order.get(BodyDuty(each.duty), 2)).person_id
        self.order_fields([*(_name(each) for each in attendances), "chair"])

    def preset(self, each: Attendance) -> str:
        return FROM_ANSWER.get(Answer(each.answer), "") if each.answer else ""

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("chair") and int(cleaned["chair"]) not in self.by_presence(Presence.PRESENT):
            self.add_error("chair", _("主持人没有到会，请另选一位到会的委员。"))
        return cleaned

    def presiding(self) -> Any:
        """Who presides."""
        return next(each.person for each in self.attendances if each.person_id == int(self.cleaned_data["chair"]))


def _name(attendance: Attendance) -> str:
    return f"person-{attendance.person_id}"
