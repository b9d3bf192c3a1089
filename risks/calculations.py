"""Grading (product.md, 'Grading'): a point's grade with its arithmetic, the worst opinion, a post's grade; comparing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from powers.states import StepFocus
from risks.states import GRADE_RANK, Finder, Grade, RiskType

FLOOR_FOCUS = (StepFocus.DECISION, StepFocus.APPROVAL)
"""At these steps of a 三重一大 power a point is 高 whatever its scores."""


class Rule(Protocol):
    """What the arithmetic reads of a version of the grading rule."""

    version: int
    weight_importance: int
    weight_frequency: int
    weight_probability: int
    high_from: int
    medium_from: int
    has_major_floor: bool
    post_raise_count: int


@dataclass(frozen=True)
class Graded:
    """A grade with everything that led to it; 待定 names what is missing."""

    grade: str
    total: int | None = None
    is_floored: bool = False
    """The floor lifted the grade above what the total gives."""
    arithmetic: str = ""
    parts: tuple[tuple[str, int, int, int], ...] = ()
    """Factor, weight, score and their product."""
    missing: tuple[str, ...] = ()

    @property
    def weight(self) -> tuple[int, int]:
        """By this the worst of several is found: the grade first, then the total."""
        return GRADE_RANK[self.grade], self.total or 0


@dataclass(frozen=True)
class PostGraded:
    """A post's own grade: its highest point, raised one level when it has many."""

    grade: str
    highest: str
    count: int
    """Points of 中 and above."""
    is_raised: bool
    arithmetic: str


def grade(
    importance: int | None,
    frequency: int | None,
    probability: int | None,
    *,
    rule: Rule,
    is_major: bool = False,
    focus: str = StepFocus.NONE,
) -> Graded:
    """Grade a point by its scores; any score missing gives 待定 and names it."""
    factors = (
        (_("权力重要性"), rule.weight_importance, importance),
        (_("行使频率"), rule.weight_frequency, frequency),
        (_("发生概率"), rule.weight_probability, probability),
    )
    missing = tuple(label for label, _weight, score in factors if score is None)
    if missing:
        return Graded(Grade.PENDING, missing=missing)
    parts = tuple((label, weight, score, weight * score) for label, weight, score in factors if score is not None)
    total = sum(product for *_others, product in parts)
    band = _band(total, rule)
    lifted = _lifted(band, rule=rule, is_major=is_major, focus=focus)
    return Graded(
        grade=lifted,
        total=total,
        is_floored=lifted != band,
        arithmetic=_in_words(parts, total, band, rule) + _floor_in_words(band, lifted, focus),
        parts=parts,
    )


def entered(direct: str, *, rule: Rule, is_major: bool = False, focus: str = StepFocus.NONE) -> Graded:
    """A grade given directly with a reason: no total, but the floor holds for it too."""
    lifted = _lifted(direct, rule=rule, is_major=is_major, focus=focus)
    words = _("直接认定为%(grade)s，未评分") % {"grade": Grade(direct).label}
    return Graded(lifted, is_floored=lifted != direct, arithmetic=words + _floor_in_words(direct, lifted, focus))


def _band(total: int, rule: Rule) -> str:
    if total >= rule.high_from:
        return Grade.HIGH
    return Grade.MEDIUM if total >= rule.medium_from else Grade.LOW


def _lifted(band: str, *, rule: Rule, is_major: bool, focus: str) -> str:
    return Grade.HIGH if rule.has_major_floor and is_major and focus in FLOOR_FOCUS else band


def _in_words(parts: Sequence[tuple[str, int, int, int]], total: int, band: str, rule: Rule) -> str:
    terms = " + ".join(f"{label} {score}×{weight}" for label, weight, score, _product in parts)
    return _("%(terms)s = %(total)d 分；高 ≥ %(high)d，中 ≥ %(medium)d，得%(grade)s（第%(version)d版规则）") % {
        "terms": terms,
        "total": total,
        "high": rule.high_from,
        "medium": rule.medium_from,
        "grade": Grade(band).label,
        "version": rule.version,
    }


def _floor_in_words(band: str, lifted: str, focus: str) -> str:
    if band == lifted:
        return ""
    return _("；属“三重一大”职权的%(focus)s环节，一律为高") % {"focus": StepFocus(focus).label}


def worst(opinions: Sequence[Graded]) -> int | None:
    """Index of the opinion that counts: the highest grade, then the highest total, then the first given."""
    weights = [opinion.weight for opinion in opinions]
    return weights.index(max(weights)) if weights and max(weights) > (0, 0) else None


def weight_of(importance: int, probability: int, rule: Rule) -> str:
    """The grade of a matrix cell at a middling frequency: for its colour alone."""
    return grade(importance, 3, probability, rule=rule).grade


def is_below(chosen: str, computed: str) -> bool:
    """Is `chosen` a lower grade than the computed one? 待定 is below nothing and nothing is below it."""
    return Grade.PENDING not in (chosen, computed) and GRADE_RANK[chosen] < GRADE_RANK[computed]


def _one_up(code: str) -> str:
    return {Grade.LOW: Grade.MEDIUM, Grade.MEDIUM: Grade.HIGH}.get(Grade(code), code)


def post_grade(grades: Iterable[str], rule: Rule) -> PostGraded:
    """A post's grade from its points' grades: the highest, one level up at `post_raise_count` of 中 and above."""
    counted = list(grades)
    highest = max(counted, key=lambda code: GRADE_RANK[code], default=Grade.PENDING)
    count = sum(GRADE_RANK[code] >= GRADE_RANK[Grade.MEDIUM] for code in counted)
    raised = _one_up(highest) if count >= rule.post_raise_count else highest
    words = _("%(points)d 个风险点中最高为%(highest)s，中级及以上 %(count)d 个") % {
        "points": len(counted),
        "highest": Grade(highest).label,
        "count": count,
    }
    if raised != highest:
        words += _("，达到 %(limit)d 个，上调一级为%(grade)s") % {
            "limit": rule.post_raise_count,
            "grade": Grade(raised).label,
        }
    return PostGraded(raised, highest, count, is_raised=raised != highest, arithmetic=words)


FIELDS: tuple[tuple[str, object], ...] = (
    ("post", gettext_lazy("岗位")),
    ("power", gettext_lazy("职权")),
    ("step", gettext_lazy("环节")),
    ("type", gettext_lazy("风险类型")),
    ("finder", gettext_lazy("查找形式")),
    ("description", gettext_lazy("风险点")),
    ("manifestation", gettext_lazy("表现形式")),
    ("indicator", gettext_lazy("监测指标")),
    ("grade", gettext_lazy("等级")),
    ("computed_grade", gettext_lazy("计算等级")),
    ("grade_reason", gettext_lazy("等级理由")),
    ("scores", gettext_lazy("评分（重要性、频率、概率）")),
    ("heard_opinion", gettext_lazy("纪检监察室意见")),
)
"""Fields of a frozen point that a difference shows, with their headings."""
LABELS = {"type": RiskType, "finder": Finder, "grade": Grade, "computed_grade": Grade}


def differences(old: dict[str, Any], new: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """Fields of a frozen point that changed, as (label, before, after) in words."""
    return tuple(
        (str(label), in_words(name, old.get(name)), in_words(name, new.get(name)))
        for name, label in FIELDS
        if old.get(name) != new.get(name)
    )


def in_words(name: str, value: Any) -> str:
    """A frozen value as a reader sees it."""
    if value in (None, "", []):
        return ""
    if name in LABELS:
        return str(LABELS[name](value).label)
    if isinstance(value, dict):
        return " ".join(str(value[key]) for key in ("code", "number", "name") if value.get(key) not in (None, ""))
    return "、".join("—" if part is None else str(part) for part in value) if isinstance(value, list) else str(value)
