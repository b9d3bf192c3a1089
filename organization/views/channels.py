"""接收提醒的方式: a person's own page, and the system administrator's list of what did not arrive."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.views import confirm, form_page, found, lists, numbers, once
from organization import queries, rules, services
from organization.forms.channels import DeliveryFilters, HookForm
from organization.states import DeliveryState

BACK = "/accounts/channels/"

DELIVERIES = lists.Listing(
    name=gettext_lazy("未送达的提醒"),
    columns=(
        lists.Column("person", gettext_lazy("姓名"), "channel__person__name", note="channel__person__department__name"),
        lists.Column("channel", gettext_lazy("方式"), value=lambda delivery: str(delivery.channel), width="narrow"),
        lists.Column("made_at", gettext_lazy("时间"), sort=("made_at",), cell="components/cells/moment.html"),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            labels=dict(DeliveryState.choices),
            cell="components/cells/state.html",
            width="narrow",
        ),
        lists.Column("attempts", gettext_lazy("已试次数"), is_numeric=True, width="narrow"),
        lists.Column("error", gettext_lazy("原因"), width="wide", sheet_width=60),
    ),
    default_sort="-made_at",
    filters=DeliveryFilters,
    search=lambda rows, text: lists.by_text_of(rows, text, "channel__person__search_text"),
    search_help=gettext_lazy("姓名、登录名或拼音首字母"),
    row_url=None,
    batch_actions=(
        lists.BatchAction(gettext_lazy("重新发送"), reverse_lazy("organization:retry_deliveries"), is_primary=True),
    ),
    empty=gettext_lazy("提醒都已送达。"),
    empty_help=gettext_lazy("邮件服务器或消息机器人没有接受的提醒，会列在这里；系统先自动再试几次。"),
)


@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """How the person is told beside the inbox, and what lately did not arrive."""
    mail = queries.mail_channel(request.user)
    context = {
        "mail": mail,
        "is_mail_on": mail is None or mail.is_on,
        "hooks": queries.hooks(request.user),
        "failures": queries.failures(request.user)[:10],
        "back_url": BACK,
    }
    return render(request, "organization/channels.html", context)


@once
def add_hook(request: HttpRequest) -> HttpResponse:
    """Have a robot tell too."""
    form = HookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_hook(by=request.user, address=form.cleaned_data["address"])
        messages.success(request, _("已登记，请发一条测试消息，看能否收到。"))
        return redirect(BACK)
    lead = _("机器人只说有几件事和一个链接：群里还有别人，不写具体内容。")
    return form_page(request, form, heading=_("登记消息机器人"), lead=lead, label=_("登记"), back_url=BACK)


@require_POST
@once
def switch_mail(request: HttpRequest) -> HttpResponse:
    """Have mails, or none."""
    return _switch(request, services.mail_channel(by=request.user))


@require_POST
@once
def try_mail(request: HttpRequest) -> HttpResponse:
    """A test message to the person's own mail; the job's page says whether the server took it."""
    return redirect(services.ask_test(by=request.user, channel=services.mail_channel(by=request.user)))


@require_POST
@once
def switch_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a robot tell, or be silent."""
    return _switch(request, found(queries.hook(request.user, pk)))


@require_POST
@once
def try_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """A test message by a robot."""
    return redirect(services.ask_test(by=request.user, channel=found(queries.hook(request.user, pk))))


@once
def remove_hook(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a robot, after asking."""
    hook = found(queries.hook(request.user, pk))
    if request.method == "POST":
        services.remove_hook(by=request.user, channel=hook)
        messages.success(request, _("已删除。"))
        return redirect(BACK)
    return confirm(
        request,
        heading=_("删除%(hook)s") % {"hook": hook},
        text=_("删除后不再往那里发提醒；地址不保留，再用须重新登记。"),
        label=_("删除"),
        back_url=BACK,
        is_destructive=True,
    )


@require_safe
def deliveries(request: HttpRequest) -> HttpResponseBase:
    """What did not arrive: whose, by which way, why."""
    rules.keep_accounts(request.user)
    rows = queries.failed_deliveries()
    return lists.page(request, DELIVERIES, rows=rows, template="organization/deliveries.html")


@require_POST
@once
def retry_deliveries(request: HttpRequest) -> HttpResponse:
    """Try the picked ones again that were given up."""
    rules.keep_accounts(request.user)
    picked = numbers(request.POST.getlist("picked"))
    given_up = queries.failed_deliveries().filter(pk__in=picked, state=DeliveryState.GIVEN_UP)
    count = len([services.retry_delivery(by=request.user, delivery=delivery) for delivery in given_up])
    messages.success(request, _("已重新发送%(count)d条。") % {"count": count})
    return redirect("organization:deliveries")


def _switch(request: HttpRequest, channel) -> HttpResponse:
    is_on = request.POST.get("is_on") == "true"
    services.switch_channel(by=request.user, channel=channel, is_on=is_on)
    messages.success(request, _("已启用。") if is_on else _("已关闭。"))
    return redirect(BACK)
