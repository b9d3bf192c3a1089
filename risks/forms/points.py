"""Forms of a risk point: where it sits and what it is, then the rest of it with one's own scores."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import Guided, LongChoice
from core.rules import allows
from organization import queries as organization_queries
from organization.models import Post
from risks import queries, rules
from risks.forms.grading import Scores
from risks.models import RiskPoint, RiskRegister
from risks.states import TYPE_HELP, RiskType

DESCRIPTION_EXAMPLE = gettext_lazy("采购参数由使用科室一人拟定，可按特定品牌量身设置条件")


def post_words(post: Any, label: str) -> str:
    """What a post is found by besides its name."""
    return getattr(post, "search_text", "")


class PostField(forms.ModelChoiceField):
    """A post with its department, found by typing."""

    widget = LongChoice(words=post_words)

    def label_from_instance(self, post: Post) -> str:
        return f"{post.department} · {post.name}（{post.code}）"


class ChoosePostForm(forms.Form):
    """Where the risk sits, when one comes neither from a step nor from a post."""

    post = PostField(
        label=gettext_lazy("岗位"),
        queryset=None,
        to_field_name="code",
        help_text=gettext_lazy("风险点落在岗位上。不是本部门的岗位，将作为建议送该部门。"),
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["post"].queryset = organization_queries.posts()  # type: ignore[attr-defined]


class PointFields(Guided):
    """What the forms of a point share: post, anchor and type."""

    def fill_choices(self, *, by: Any, register: RiskRegister | None, extra: Any = None, power: Any = None) -> None:
        """Posts and anchors as `by` may choose them; `extra` is a step and `power` a power offered whatever the rest."""
        fields = self.fields  # type: ignore[attr-defined]
        if "post" in fields:
            fields["post"].queryset = organization_queries.posts()
        self.anchors = queries.anchors_for(by, register, extra, power=power)
        fields["anchor"].choices = [("", _("不在某项职权的流程中")), *self.anchors.choices]

    def clean_anchor(self) -> dict[str, Any]:
        return self.anchors.chosen(self.cleaned_data["anchor"])  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}  # type: ignore[misc]
        if cleaned.get("type") == RiskType.PROCESS and not (cleaned.get("anchor") or {}).get("step"):
            self.add_error("anchor", _("业务流程风险必须指明环节；不在流程中的风险请改选其他类型。"))  # type: ignore[attr-defined]
        return cleaned


def type_choices() -> list[tuple[str, str]]:
    """The four types, each with its sentence of the regulation."""
    return [(str(code), f"{label}：{TYPE_HELP[code]}") for code, label in RiskType.choices]


def type_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=gettext_lazy("风险类型"), choices=type_choices, widget=forms.RadioSelect)


def anchor_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("职权和环节"),
        required=False,
        choices=(),
        widget=LongChoice,
        help_text=gettext_lazy("业务流程风险必填。输入职权编码、名称或环节名称查找。"),
    )


def description_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("风险点"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("写清谁、在什么事上、可能怎样不正当地使用权力。"),
    )


class NewPointForm(PointFields, forms.Form):
    """A new risk point: where and what; the rest follows on the next page, saved as one goes."""

    examples = (("description", DESCRIPTION_EXAMPLE),)
    conditional = ("anchor",)

    post = PostField(
        label=gettext_lazy("岗位"),
        queryset=None,
        help_text=gettext_lazy("风险落在谁的岗位上，可以不是办这个环节的岗位。别的部门的岗位，将作为建议送该部门。"),
    )
    anchor = anchor_field()
    type = type_field()
    description = description_field()

    def __init__(self, *args: Any, by: Any, register: RiskRegister | None, extra: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fill_choices(by=by, register=register, extra=extra)


class EditPointForm(PointFields, Scores, forms.Form):
    """A risk point in full; the scores are the opinion of who fills it in."""

    parts = (
        ("where", gettext_lazy("位置"), ("post", "anchor", "type")),
        ("what", gettext_lazy("内容"), ("description", "manifestation", "indicator")),
        (
            "grade",
            gettext_lazy("我的评级意见"),
            ("importance", "frequency", "probability", "grade", "reason"),
            gettext_lazy("每人只评自己的意见；几个人的意见并列，最高的一个作为计算等级，由集体评定确定。"),
        ),
    )
    conditional = ("reason", "anchor")
    examples = (
        ("description", DESCRIPTION_EXAMPLE),
        ("manifestation", gettext_lazy("招标文件技术参数与某一品牌样本完全一致；投标人长期只有固定几家")),
        ("indicator", gettext_lazy("单一品牌中标占比、参数被质疑次数")),
        ("reason", gettext_lazy("该事项本年度已取消审批，仅作登记")),
    )

    post = PostField(label=gettext_lazy("岗位"), queryset=None, help_text=gettext_lazy("只能改挂到同一份清单的岗位。"))
    anchor = anchor_field()
    type = type_field()
    description = description_field()
    manifestation = forms.CharField(
        label=gettext_lazy("表现形式"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("从外面看得出来的样子，便于自查和抽查。"),
    )
    indicator = forms.CharField(
        label=gettext_lazy("监测指标"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("能数出来、比得出的数字；高等级风险点应当有。"),
    )

    def __init__(self, *args: Any, by: Any, point: RiskPoint, **kwargs: Any):
        self.point = point
        super().__init__(*args, **kwargs)
        self.fill_choices(by=by, register=point.register, extra=point.step, power=point.power)
        self.fields["post"].queryset = queries.posts_of_register(point.register)  # type: ignore[attr-defined]
        if not allows(rules.give_opinion, by, point):
            for name in Scores.base_names:
                del self.fields[name]

    def clean_post(self) -> Post:
        post: Post = self.cleaned_data["post"]
        if post.retired_on and post != self.point.post:
            raise ValidationError(_("该岗位已撤销，请另选。"))
        return post

    def point_fields(self) -> dict[str, Any]:
        """What belongs to the point, fit for `services.change_point`."""
        kept = {name: self.cleaned_data[name] for name in ("post", "type", "description")}
        more = {name: self.cleaned_data[name] for name in ("manifestation", "indicator")}
        return {**kept, **more, **self.cleaned_data["anchor"]}


def initial_of(point: RiskPoint, opinion: Any) -> dict[str, Any]:
    """The point and one's opinion as the form starts with them."""
    names = ("post", "type", "description", "manifestation", "indicator")
    scores = {name: getattr(opinion, name) for name in Scores.base_names} if opinion else {}
    anchor = f"step:{point.step_id}" if point.step_id else f"power:{point.power_id}" if point.power_id else ""
    return {**{name: getattr(point, name) for name in names}, **scores, "anchor": anchor}
