"""Where a lower app asks upward: higher apps fill these tables in `ready()`, lower apps read them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any, Protocol


@dataclass(frozen=True)
class Fault:
    """Something wrong with a row before submission: `is_blocking` stops it, otherwise it warns."""

    code: str
    message: str
    url: str = ""
    row_code: str = ""
    is_blocking: bool = True


@dataclass(frozen=True)
class FrozenRow:
    """One row of a frozen list, with what recusal asks about it (product.md, Approval)."""

    key: str
    """The lineage's id as text: remarks and verdicts follow the row into the next edition by it."""
    code: str
    label: str
    post_id: int | None
    filed_by_ids: frozenset[int]
    """Everyone who filed the row or changed what it says in this edition."""
    content: dict[str, Any]


@dataclass(frozen=True)
class FrozenList:
    """The planned content of a list: plain JSON values only."""

    schema: int
    head: dict[str, Any]
    rows: tuple[FrozenRow, ...]


@dataclass(frozen=True)
class RowDifference:
    """One row against the edition in force; `fields` are (label, before, after)."""

    key: str
    code: str
    label: str
    change: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Wording:
    """A text of a row in force that may be corrected (更正), as it stands now."""

    field: str
    """Where it stands in the row's frozen content: keys joined by `/`, what is in a list by its code, else its place."""
    label: str
    text: str
    max_length: int | None = None


@dataclass(frozen=True)
class Edition:
    """One edition that there is of a department's list; drafts have `is_worked_on`."""

    department_id: int
    is_leadership: bool
    year: int
    number: int
    is_worked_on: bool


@dataclass(frozen=True)
class Task:
    """One thing that waits for a person at 我的待办: what, from whom, since when, until when."""

    what: str
    who: str
    url: str
    since: Any = None
    due_on: Any = None
    note: str = ""
    is_overdue: bool = False


@dataclass(frozen=True)
class TaskGroup:
    """Waiting things of one source; an empty group is not shown."""

    title: str
    tasks: tuple[Task, ...]

    def __bool__(self) -> bool:
        return bool(self.tasks)


@dataclass(frozen=True)
class DueItem:
    """One thing that is due on a day and whom it waits for; what `text` says leaves the house by mail.

    So `text` names departments, codes and figures: never a person, never what a finding or a risk point says. Things of
    one kind, department and day that would be many are one item with their `count`, and a `url` that lists them.
    """

    key: str
    """What it is as long as it waits: `submission:12:stage:40`; with the day and the rung it is reminded of once."""
    text: str
    url: str
    due_on: date
    department_id: int
    actions: tuple[str, ...] = ()
    """It waits for those who hold one of these for the department."""
    people: frozenset[int] = frozenset()
    """It waits for these people; with `actions` for both."""
    but_not: frozenset[int] = frozenset()
    """People for whom it does not wait, though they hold an action: who must leave it to others, who has done their part."""
    is_confined: bool = False
    """Nobody else learns of it, however overdue: neither the head nor the leader in charge."""
    count: int = 1


@dataclass(frozen=True)
class ReminderSource:
    """One kind of due things: its name, its place in a digest, and how they are found."""

    title: Any
    position: int
    find: Callable[[date, date], Iterable[DueItem]]
    """Called as f(on, until): everything still to be done that is due up to `until` or overdue, in a constant number of
    queries and only reading."""


@dataclass(frozen=True)
class Breach:
    """One thing that is no longer as it was kept: where it stands, and what does not hold, in words."""

    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.place}：{self.text}"


@dataclass(frozen=True)
class Verifier:
    """One part of what `verify_chain` recomputes; parts are asked in the order of `position`."""

    title: Any
    position: int
    find: Callable[[Callable[[], None]], Iterator[Breach]]
    """Called as f(checked): calls `checked()` for each thing it holds against its hash and yields what does not hold, in
    order, in constant memory (`iterator()`, one list at a time). It only reads, and raises at nothing it finds."""


@dataclass(frozen=True)
class Touched:
    """One thing that rests on a legal basis or on a regulation, in force or being worked on."""

    kind: str
    key: str
    """What it is in every edition: a lineage as text, or whose table it is."""
    code: str
    label: str
    state: str
    """Of its list."""
    department_id: int
    department: str
    url: str
    is_leadership: bool = False
    rows: tuple[str, ...] = ()
    """Lineages of the rows concerned, where the thing is a whole list."""


@dataclass(frozen=True)
class Measured:
    """What a formula of the appraisal found for a department: `part` of `whole`, in words without the points."""

    part: Any
    whole: Any
    words: str
    """`12 条措施按期落实 9 条`."""


@dataclass(frozen=True)
class Formula:
    """考核: how a criterion is computed for many departments at once, in a constant number of queries."""

    title: Any
    help: Any
    compute: Callable[[Any, Collection[int]], Mapping[int, Measured]]
    """Called as f(cycle, department ids); a department that is not answered has nothing to score."""
    is_points: bool = False
    """Is `part` points already (a deduction), rather than a share of the criterion's points?"""


KeyedRows = tuple[str, tuple[str, ...]]
"""Key and rows of a touched thing."""


@dataclass(frozen=True)
class TouchedRows:
    """Rows of one kind that rest on a source, not read yet: a page shows the first of them and counts the rest."""

    kind: str
    rows: Any
    """A queryset in the order in which they are shown."""
    key: tuple[str, ...]
    """Fields that make each thing once, however many editions it stands in."""
    show: Callable[[Any], Touched]


@dataclass(frozen=True)
class TouchKind:
    """A kind of touched thing: its name, its place in the chain, and what its things say now."""

    title: Any
    position: int
    list_kind: str = ""
    """The kind of list whose coming into force may end its reviews; empty for what is looked at with what it belongs to."""
    marks: Callable[[Collection[KeyedRows]], dict[KeyedRows, str]] = lambda things: {}
    """Called as f(keys with rows): a digest of what each says, in force or, without that, worked on; one that is not
    answered is gone from both."""
    citing: Callable[[Any, Collection[str]], set[str]] = lambda source, keys: set()
    """Called as f(basis or regulation, keys): the keys of things that still cite it themselves in force."""


class ListHandler(Protocol):
    """What approvals must know of a kind of list (powers, risks, controls) without importing it."""

    kind: str
    title: Any
    """Text, or text that is translated when it is shown."""
    position: int
    rows_from: str
    """The kind of list whose rows are its rows too, with their texts; empty: its rows are its own."""

    def working_lists(self, departments: Any, *, is_leadership: bool) -> Any: ...

    def working_list(self, department_id: int, *, is_leadership: bool) -> Any: ...

    def get(self, list_id: int) -> Any: ...

    def lock(self, list_id: int) -> Any: ...

    def check(self, list_id: int) -> list[Fault]: ...

    def freeze(self, list_id: int) -> FrozenList: ...

    def difference(self, list_id: int) -> list[RowDifference]: ...

    def compare(self, before: Any, after: Any) -> Iterable[tuple[str, str, str]]:
        """What differs between two contents of one row: label, before, after, in words."""
        ...

    def move(self, list_id: int, *, event: str, by: Any, sha256: str = "") -> None: ...

    def rows_template(self) -> str: ...

    def row_urls(self, list_id: int, keys: Collection[str]) -> dict[str, str]: ...

    def editions(self, department_ids: Iterable[int]) -> list[Edition]: ...

    def approved_lists(self) -> Any:
        """Editions that are in force or were once."""
        ...

    def wordings(self, list_id: int, key: str) -> list[Wording]:
        """The texts of a row that may be corrected, as they stand; none where the list has no such row."""
        ...

    def reword(self, list_id: int, key: str, field: str, *, text: str, by: Any, reason: str) -> None:
        """Write another text into a row, whoever filed it stays who filed it; the caller has locked the list."""
        ...

    def cites(self, found: Any) -> tuple[tuple[str, int], ...]:
        """Kind and id of other lists whose texts a list shows."""
        ...

    def path_of(self, correction: Any, key: str, content: Any) -> str:
        """Where the text that `correction` corrected stands in the content of the row `key`; empty where it does not."""
        ...

    def page_of(self, list_id: int, key: str) -> str:
        """Where a row is read."""
        ...

    def restore(self, approved: Any, now: Any) -> Any:
        """Content as it is `now`, under the names it was `approved` with: what a post, a department, a basis is called
        stands outside the approved content. What is left between the two is a change of what was approved."""
        ...


@dataclass
class Registry:
    """All the tables; one instance, `registry`, for the process."""

    list_handlers: dict[str, ListHandler] = field(default_factory=dict)
    things: set[str] = field(default_factory=set)
    """Kinds among them that are no list of an edition: they go through approval alone, never in a department's submission."""
    power_checks: list[Callable[[int], Iterable[Fault]]] = field(default_factory=list)
    """Called as f(id of an edition of powers): what higher apps find wrong with it."""
    submit_listeners: list[Callable[..., Any]] = field(default_factory=list)
    """Called as f(submission, by=…) inside the transaction in which a submission's lists are frozen and go up."""
    force_followers: list[Callable[..., Iterable[Any]]] = field(default_factory=list)
    """Called as f(submissions, by=…) inside the transaction in which their lists come into force, before the listeners: they
    lock and change rows elsewhere and never take the trail's head; they return what it shall tell (`AuditEntry`)."""
    force_listeners: list[Callable[..., Any]] = field(default_factory=list)
    """Called as f(submissions, by=…) in that transaction after the followers: they may take the trail's head and wait for
    no row that others hold."""
    edition_listeners: list[Callable[[str, int], Any]] = field(default_factory=list)
    """Called as f(kind of list, its id) for each list in that transaction when it has come into force: higher apps count it."""
    correction_listeners: list[Callable[..., Any]] = field(default_factory=list)
    """Called as f(correction, by=…) inside the transaction in which a text in force was corrected."""
    rehash_listeners: list[Callable[..., Any]] = field(default_factory=list)
    """Called as f(lineage id, before=…, after=…) when correcting gave a power's content another hash: nothing but wording
    changed, so what stood on the old hash stands on the new one."""
    stage_conditions: list[Callable[..., Iterable[tuple[int, Fault]]]] = field(default_factory=list)
    """Called as f(submissions): (id of the submission, fault) of what keeps the stage that holds it from being passed."""
    stage_panels: list[Callable[..., Any]] = field(default_factory=list)
    """Called as f(submission, by): (template, context) of an extra panel on the decision page, or None."""
    chain_counts: dict[str, Callable[..., list[Any]]] = field(default_factory=dict)
    """Thing type → f(thing, by): links of the chain band with their counts."""
    step_marks: Callable[..., dict[int, dict[str, int]]] = lambda power, by: {}
    """Called as f(power, by): step number → grade → how many risk points live in that step of the internal chart."""
    grade_counts: Callable[[Any], Iterable[tuple[Any, int]]] = lambda submission: ()
    """Called as f(submission): (grade in words, how many of its frozen risk points have it), for the filing's cover letter."""
    attachment_readers: dict[str, Callable[..., bool]] = field(default_factory=dict)
    """Subject type → f(attachment, by): may this person open the file?"""
    duty_watchers: dict[str, Callable[..., bool]] = field(default_factory=dict)
    """Duty kind → f(duty, by): may this person, who did not ask first, watch the job? Without one nobody else may."""
    duty_handlers: dict[str, Callable[..., Any]] = field(default_factory=dict)
    """Duty kind → f(duty, phase): does the work; `phase(text, number, count)` tells the waiting person."""
    daily_duties: list[str] = field(default_factory=list)
    """Duty kinds that are due once each day, without anybody asking (`core.services.ask_daily`)."""
    duty_hours: dict[str, time] = field(default_factory=dict)
    """Daily kind → when on its day it is due; others are due at midnight."""
    duty_patience: dict[str, timedelta] = field(default_factory=dict)
    """Duty kind → how long its worker may tell nothing before it counts as dead; others have a minute."""
    settled_scopes: list[Callable[[], Any]] = field(default_factory=list)
    """Called as f(): an expression on a power's row, the disclosure scope a higher app settled for it, or null."""
    origins: list[Callable[[Any, Any], Any]] = field(default_factory=list)
    """Called as f(thing, by): (words, address) of what a higher app made the thing from, where `by` may read that, or None."""
    appraisal_criteria: dict[str, Formula] = field(default_factory=dict)
    """Key of a formula of the appraisal → how it is computed; higher apps add theirs."""
    post_uses: list[Callable[[int], bool]] = field(default_factory=list)
    """Called as f(post id): do rows of lists that are worked on or in force stand on the post?"""
    touch_kinds: dict[str, TouchKind] = field(default_factory=dict)
    """Kinds of what a legal basis or a regulation touches; each app names its own."""
    touch_sources: list[Callable[..., Iterable[TouchedRows]]] = field(default_factory=list)
    """Called as f(cause, by): what rests on the basis or the regulation `cause`, of that what `by` may see (None: all)."""
    desk_tasks: list[Callable[..., TaskGroup]] = field(default_factory=list)
    """Called as f(by): what waits for the person at 我的待办, in a constant number of queries."""

    reminder_sources: dict[str, ReminderSource] = field(default_factory=dict)
    """Kind → what people are reminded of; each app adds its own (`supervision.send_reminders` asks them all)."""

    verifiers: dict[str, Verifier] = field(default_factory=dict)
    """Part → what `manage.py verify_chain` asks about it; each app adds its own."""

    verbs: dict[str, Any] = field(default_factory=dict)
    """Verb of the audit trail → what it is called; each app adds its own."""

    def origin_of(self, thing: Any, by: Any) -> Any:
        """Where a higher app says the thing came from, as far as `by` may read that, else None."""
        return next(filter(None, (find(thing, by) for find in self.origins)), None)

    def came_into_force(self, kind: str, list_id: int) -> None:
        """Let higher apps count the list."""
        for listener in self.edition_listeners:
            listener(kind, list_id)

    def handlers(self) -> list[ListHandler]:
        """Handlers of lists in the order of the chain: powers, risks, controls."""
        return [handler for handler in self.carried() if handler.kind not in self.things]

    def carried(self) -> list[ListHandler]:
        """Handlers of everything a submission may carry: the lists in the order of the chain, then other things."""
        return sorted(self.list_handlers.values(), key=lambda handler: handler.position)

    def reminders(self) -> list[tuple[str, ReminderSource]]:
        """Kinds and sources of reminders in the order in which a digest tells of them."""
        return sorted(self.reminder_sources.items(), key=lambda pair: pair[1].position)

    def proof(self) -> list[Verifier]:
        """Verifiers in the order in which they are asked."""
        return sorted(self.verifiers.values(), key=lambda verifier: verifier.position)


registry = Registry()
