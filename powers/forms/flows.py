"""The table in which a flow chart's steps are edited: plain text rows, checked and read as a whole."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from powers import calculations, queries, services
from powers.calculations import charts, links, tables
from powers.states import LimitUnit, StepFocus, StepFunction

FIELDS = "id name post function focus limit_value limit_unit suspends_clock note links".split()
ROWS_LIMIT = 200
PLACEHOLDERS = {
    "name": gettext_lazy("做什么，例：形式审查"),
    "post": gettext_lazy("岗位名称、编码或拼音首字母"),
    "links": gettext_lazy("例：3:同意|1:退回"),
    "note": gettext_lazy("特别程序说明"),
}
BEGINNING: tuple[tables.Row, ...] = ({"links": "2"}, {"links": "3"}, {"links": links.END})
"""What the table of a chart that does not exist yet begins with."""


class StepForm(forms.Form):
    """One row of the table. Labels are spoken with the row's number, for the table's head is all that is seen."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("环节名称"), max_length=60)
    post = forms.CharField(label=gettext_lazy("责任岗位"), required=False, max_length=120)
    function = forms.ChoiceField(
        label=gettext_lazy("职能"), choices=StepFunction.choices, initial=StepFunction.EXECUTION
    )
    focus = forms.ChoiceField(label=gettext_lazy("重点环节"), choices=StepFocus.choices, initial=StepFocus.NONE)
    limit_value = forms.IntegerField(label=gettext_lazy("时限"), required=False, min_value=1, max_value=9999)
    limit_unit = forms.ChoiceField(label=gettext_lazy("时限单位"), choices=LimitUnit.choices, initial=LimitUnit.WORKDAY)
    suspends_clock = forms.BooleanField(label=gettext_lazy("可暂停计时"), required=False)
    note = forms.CharField(label=gettext_lazy("特别程序说明"), required=False, max_length=300)
    links = forms.CharField(label=gettext_lazy("后续环节"), required=False, max_length=400)

    def __init__(self, *args: Any, number: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.number = number
        self.faults: list[str] = []
        self.is_quiet = False
        for name, field in self.fields.items():
            if name != "id":
                label = _("第%(number)d步 %(label)s") % {"number": number, "label": field.label}
                field.widget.attrs |= {"aria-label": label, "aria-describedby": f"faults-{number}"}
                field.required = False
        self.fields["post"].widget.attrs |= {"list": "posts", "autocomplete": "off"}
        self.fields["links"].widget.attrs |= {"autocomplete": "off"}
        self.fields["limit_value"].widget.attrs |= {"inputmode": "numeric"}
        for name, words in PLACEHOLDERS.items():
            self.fields[name].widget.attrs["placeholder"] = words

    def clean_name(self) -> str:
        if not self.cleaned_data["name"]:
            raise forms.ValidationError(_("请填写环节名称"))
        return self.cleaned_data["name"]

    def clean_links(self) -> tuple[charts.Link, ...]:
        try:
            return tuple(links.parse_links(self.cleaned_data["links"]))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def told(self) -> list[str]:
        """Everything wrong with the row: what can't be read, then the chart's faults at this step.

        Of a row nobody has begun to fill in, nothing.
        """
        if self.is_quiet:
            return []
        unread = [str(error) for errors in self.errors.values() for error in errors]
        return [*unread, *self.faults]


class StepTable:
    """All rows of the table, as posted or as stored, with the chart they make."""

    def __init__(self, rows: list[tables.Row]):
        self.rows = rows[:ROWS_LIMIT]

    @classmethod
    def posted(cls, data: Mapping[str, str]) -> "StepTable":
        """The rows of a POST."""
        text = data.get("steps-count", "0")
        count = min(int(text), ROWS_LIMIT) if text.isdecimal() else 0
        return cls([{name: data.get(f"steps-{place}-{name}", "") for name in FIELDS} for place in range(count)])

    def trimmed(self) -> "StepTable":
        """The table without the rows left blank at its end."""
        rows = list(self.rows)
        while rows and _is_blank(rows[-1]):
            rows.pop()
        return StepTable(rows)

    def hush(self) -> "StepTable":
        """The same table, where the rows nobody has begun to fill in are not told what they lack."""
        for form, row in zip(self.forms, self.rows, strict=True):
            form.is_quiet = _is_blank(row)
        return self

    @classmethod
    def stored(cls, flow: Any) -> "StepTable":
        """The rows of a chart read through `queries.flows_of`, numbered from one without gaps; a beginning if None."""
        if flow is None:
            return cls([dict(row) for row in BEGINNING])
        places = {step.number: place for place, step in enumerate(flow.ordered_steps, start=1)}
        return cls([_row(step, places) for step in flow.ordered_steps])

    def changed(self, action: str) -> "StepTable":
        """The table after a button such as `insert:3`, `remove:2`, `up:2`, `down:2` (places from 0)."""
        verb, _colon, text = action.partition(":")
        place = int(text) if text.isdecimal() else 0
        steps = {
            "insert": lambda: tables.insert(self.rows, place),
            "remove": lambda: tables.remove(self.rows, place),
            "up": lambda: tables.move(self.rows, place, by=-1),
            "down": lambda: tables.move(self.rows, place, by=1),
        }
        return StepTable(steps[verb]()) if verb in steps else self

    @cached_property
    def forms(self) -> list[StepForm]:
        """One bound form a row, posts found and the chart's faults beside the rows they concern."""
        data = {
            f"steps-{place}-{name}": value
            for place, row in enumerate(self.rows)
            for name, value in {**DEFAULTS, **row}.items()
        }
        found = [
            StepForm(data, prefix=f"steps-{place}", number=place + 1, use_required_attribute=False)
            for place in range(len(self.rows))
        ]
        self._find_posts(found, data)
        return found

    def _find_posts(self, rows: list[StepForm], data: dict[str, Any]) -> None:
        """Read each written post and write it out in `data`; an unclear or unknown one is an error beside its row."""
        for form in rows:
            form.full_clean()
        meant = queries.posts_by_text(form.cleaned_data.get("post", "") for form in rows)
        for form in rows:
            text = form.cleaned_data.get("post", "")
            posts = meant.get(text, [])
            if text and len(posts) != 1:
                form.add_error("post", _unclear(text, posts))
            form.cleaned_data["post"] = posts[0] if len(posts) == 1 else None
            if len(posts) == 1:
                data[form.add_prefix("post")] = queries.post_text(posts[0])

    def is_valid(self) -> bool:
        """Can the tables hold it? Faults that may stand in a draft do not count."""
        numbers = range(1, len(self.rows) + 1)
        for form in self.forms:
            for link in form.cleaned_data.get("links", ()):
                if link.to is not None and link.to not in numbers:
                    form.add_error("links", _("第%(to)d步不存在") % {"to": link.to})
        return all(form.is_valid() for form in self.forms)

    def entries(self) -> list[services.StepEntry]:
        """The rows for `services.save_flow`; ask `is_valid` first."""
        return [services.StepEntry(number=form.number, **form.cleaned_data) for form in self.forms]

    def chart(self, power: Any, kind: str) -> charts.Chart:
        """The chart as far as it can be read, for the picture and the faults."""
        limit = charts.Limit(power.promised_limit, power.promised_unit) if power.promised_limit else None
        steps = tuple(_step(form, power.handling_department_id) for form in self.forms)
        return charts.Chart(power.name, steps, kind, limit)

    @property
    def has_faults(self) -> bool:
        return any(form.told() for form in self.forms)

    @property
    def is_quiet(self) -> bool:
        """Has nobody begun to fill in any row?"""
        return all(form.is_quiet for form in self.forms)

    def focus(self, place: int | None) -> None:
        """Let the first field of a row have the cursor when the page opens."""
        if place is not None and 0 <= place < len(self.forms):
            self.forms[place].fields["name"].widget.attrs["autofocus"] = True

    def check(self, chart: charts.Chart) -> list[calculations.Fault]:
        """Put each fault beside its row and return those of the whole chart."""
        whole = []
        unclear = TOLD_WHEN_ALL_IS_READ if any("links" in form.errors for form in self.forms) else ()
        for fault in calculations.faults(chart):
            if fault.code in unclear or self.is_quiet:
                continue
            form = self.forms[int(fault.key)] if fault.key is not None else None
            if form is None:
                whole.append(fault)
            elif fault.code not in _hidden(form):
                is_warning = fault.severity == calculations.WARN
                form.faults.append(_("提醒：%(fault)s") % {"fault": fault.message} if is_warning else fault.message)
        return whole


DEFAULTS = {"function": StepFunction.EXECUTION, "focus": StepFocus.NONE, "limit_unit": LimitUnit.WORKDAY}
HIDDEN_BEHIND = {
    "links": ("no_next", "dangling"),
    "post": ("missing_post",),
    "name": ("missing_post", "missing_limit"),
}
"""Faults not told where a field of the row could not be read or is still to be filled in."""
TOLD_WHEN_ALL_IS_READ = ("no_end", "unreachable", "endless_loop", "never_joins", "over_promise")
"""Faults of the ways through the chart, which nobody can know while one of them can't be read."""


def _hidden(form: StepForm) -> set[str]:
    return {code for name, codes in HIDDEN_BEHIND.items() if name in form.errors for code in codes}


def _is_blank(row: tables.Row) -> bool:
    """Has nothing been written into the row beyond what it began with?"""
    return not any(row.get(name, "").strip() for name in ("id", "name", "post", "note"))


def _unclear(text: str, posts: list[Any]) -> str:
    if not posts:
        return _("没有叫“%(text)s”的岗位，请从列表中选") % {"text": text}
    some = "、".join(queries.post_text(post) for post in posts[:3])
    return _("“%(text)s”可指%(count)d个岗位（%(some)s…），请再写明") % {
        "text": text,
        "count": len(posts),
        "some": some,
    }


def _row(step: Any, places: dict[int, int]) -> tables.Row:
    follows = [
        charts.Link(places[link.to_step.number] if link.to_step else None, link.condition, link.is_parallel)
        for link in step.ordered_links
    ]
    return {
        "id": str(step.pk),
        "name": step.name,
        "post": queries.post_text(step.post),
        "function": step.function,
        "focus": step.focus,
        "limit_value": str(step.limit_value or ""),
        "limit_unit": step.limit_unit,
        "suspends_clock": "on" if step.suspends_clock else "",
        "note": step.note,
        "links": links.format_links(follows),
    }


def _step(form: StepForm, own_department_id: int) -> charts.Step:
    """A row as a step, with what can't be read left out; its key is the row's place."""
    data = form.cleaned_data
    post = data.get("post")
    return charts.Step(
        key=str(form.number - 1),
        number=form.number,
        name=data.get("name") or _("（未命名）"),
        lane=queries.lane(post, own_department_id) if post else None,
        function=data.get("function") or StepFunction.EXECUTION,
        focus=data.get("focus") or StepFocus.NONE,
        limit_value=data.get("limit_value"),
        limit_unit=data.get("limit_unit") or LimitUnit.WORKDAY,
        suspends_clock=data.get("suspends_clock", False),
        note=data.get("note", ""),
        links=data.get("links", ()),
    )
