"""Flow charts of powers as value objects, and the posts their steps may name."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from core import calculations
from organization.models import Post
from powers.calculations import charts
from powers.models import Flow, FlowLink, FlowStep, Power


def flows_of(power: Power) -> dict[str, Flow]:
    """A power's charts by kind, with their steps (`ordered_steps`) and what follows each (`ordered_links`)."""
    return {flow.kind: flow for flow in whole_flows().filter(power=power)}


def whole_flows() -> QuerySet[Flow]:
    """Charts by kind with their steps (`ordered_steps`) and what follows each (`ordered_links`)."""
    links = FlowLink.objects.select_related("to_step").order_by("position", "id")
    steps = FlowStep.objects.select_related("post__department").order_by("number", "id")
    steps = steps.prefetch_related(Prefetch("links", queryset=links, to_attr="ordered_links"))
    return Flow.objects.prefetch_related(Prefetch("steps", queryset=steps, to_attr="ordered_steps")).order_by("kind")


def chart(power: Power, flow: Flow) -> charts.Chart:
    """A chart read through `flows_of` as value objects; a step's key is its row's id."""
    limit = charts.Limit(power.promised_limit, power.promised_unit) if power.promised_limit else None
    own = power.handling_department_id
    title = _("%(name)s%(kind)s流程图") % {"name": power.name, "kind": flow.get_kind_display()}
    return charts.Chart(title, tuple(_step(step, own) for step in flow.ordered_steps), flow.kind, limit)


def _step(step: FlowStep, own_department_id: int) -> charts.Step:
    return charts.Step(
        key=str(step.pk),
        number=step.number,
        name=step.name,
        lane=lane(step.post, own_department_id) if step.post else None,
        function=step.function,
        focus=step.focus,
        limit_value=step.limit_value,
        limit_unit=step.limit_unit,
        suspends_clock=step.suspends_clock,
        note=step.note,
        links=tuple(_link(link) for link in step.ordered_links),
    )


def _link(link: FlowLink) -> charts.Link:
    return charts.Link(link.to_step.number if link.to_step else None, link.condition, link.is_parallel)


def lane(post: Post, own_department_id: int | None) -> charts.Lane:
    """A post as the lane of a step; its department is named where it is another than the power's."""
    return charts.Lane(post.name, post.department.name if post.department_id != own_department_id else "")


def posts() -> QuerySet[Post]:
    """The hospital's posts, any of which may do a step."""
    return Post.objects.active().select_related("department").order_by("code", "id")


def post_text(post: Post | None) -> str:
    """How a step's post is written: `P0012 药剂科 采购员`."""
    return f"{post.code} {post.department.name} {post.name}" if post else ""


def posts_by_text(texts: Iterable[str]) -> dict[str, list[Post]]:
    """What each written post may mean: its code or full text, else all posts that have every word or initials."""
    wanted = {text.strip() for text in texts if text.strip()}
    if not wanted:
        return {}
    known = list(posts())
    return {text: _meant(text, known) for text in wanted}


def _meant(text: str, known: list[Post]) -> list[Post]:
    exact = [post for post in known if text in (post.code, post_text(post))]
    named = exact or [post for post in known if text in (post.name, f"{post.department.name} {post.name}")]
    terms = calculations.search_terms(text)
    return named or [
        post for post in known if all(term in f"{post.search_text} {post.department.search_text}" for term in terms)
    ]
