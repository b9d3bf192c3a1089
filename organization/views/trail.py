"""The audit trail: the audit administrator's page; who, when, verb, code and hash, never values."""

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.documents import heads
from core.registry import registry
from core.views import lists
from organization import queries, rules
from organization.forms.trail import TrailFilters

TRAIL = lists.Listing(
    name=gettext_lazy("审计记录"),
    columns=(
        lists.Column("sequence", gettext_lazy("序号"), sort=("sequence",), width="narrow"),
        lists.Column("at", gettext_lazy("时间"), cell="components/cells/moment.html"),
        lists.Column("actor_name", gettext_lazy("操作人"), note="on_behalf_of"),
        lists.Column("verb", gettext_lazy("动作"), labels=registry.verbs, note="verb"),
        lists.Column("subject_code", gettext_lazy("对象编码"), note="subject_type"),
        lists.Column("department_code", gettext_lazy("部门"), is_hidden_on_phone=True),
        lists.Column("hash", gettext_lazy("哈希"), cell="organization/cells/hash.html", sheet_width=66),
    ),
    default_sort="-sequence",
    filters=TrailFilters,
    search=None,
    row_url=None,
    empty=gettext_lazy("没有符合条件的记录。"),
)


@require_safe
def trail(request: HttpRequest) -> HttpResponseBase:
    """All events, the latest first, under the head that was kept outside the database last."""
    rules.read_trail(request.user)
    lead = _("只列出谁、何时、做了什么、对象编码和哈希；业务内容不在此显示。")
    context = {"heading": _("审计记录"), "lead": lead, "kept": heads.kept(), "file": heads.place()}
    return lists.page(request, TRAIL, rows=queries.trail(), template="organization/trail.html", context=context)
