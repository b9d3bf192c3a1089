"""Every address of the system with an example of what it is about, for tests that walk them all."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from approvals.models import Meeting, Remark, Submission, SubmissionRow
from controls.models import ControlTable, Measure
from organization.models import Body, Membership, Person, RoleGrant, Tenure
from powers.models import Power, PowerList
from risks.models import Proposal, RiskPoint, RiskRegister


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Names of all addresses, `namespace:name`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern, inner)


def examples() -> dict[str, dict[str, Any]]:
    """Arguments of the addresses that need some, from the demo hospital: mostly 药剂科's returned lists of 2026."""
    powers = PowerList.objects.get(department__code="D11", year=2026)
    power = Power.objects.filter(power_list=powers).order_by("code")[0]
    register = RiskRegister.objects.get(department__code="D11", year=2026)
    point = RiskPoint.objects.filter(register=register).order_by("code")[0]
    table = ControlTable.objects.get(department__code="D11", year=2026)
    measure = Measure.objects.filter(table=table).order_by("code")[0]
    submission = Submission.objects.get(department__code="D11", year=2026)
    waiting = Submission.objects.get(department__code="D14", year=2026)
    flow = {"pk": power.pk, "kind": "internal"}
    department, post = {"code": "D11"}, {"code": "G1101"}
    person, body = {"pk": Person.objects.get(username="filer").pk}, {"pk": Body.objects.order_by("pk")[0].pk}
    row = SubmissionRow.objects.filter(item__submission=submission).order_by("pk")[0]
    proposal = {"pk": Proposal.objects.filter(state="open").order_by("pk")[0].pk}
    by_app = {
        "organization": {
            **dict.fromkeys(
                ("department", "edit_department", "move_department", "retire_department", "add_post"), department
            ),
            **dict.fromkeys(("post", "edit_post", "retire_post", "begin_tenure"), post),
            **dict.fromkeys(
                ("person", "account", "change_account", "reset_password", "retire_account", "reopen_account"), person
            ),
            "person_grants": person,
            "end_tenure": {"pk": Tenure.objects.order_by("pk")[0].pk},
            "body": body,
            "begin_membership": body,
            "end_membership": {"pk": Membership.objects.order_by("pk")[0].pk},
            "revoke_grant": {"pk": RoleGrant.objects.get(user__username="filer").pk},
            "clear_calendar_day": {"pk": 1},
            "revoke_delegation": {"pk": 1},
        },
        "powers": {
            **dict.fromkeys(("list", "check", "difference", "add"), {"pk": powers.pk}),
            **dict.fromkeys(("power", "edit", "save_draft", "remove", "history", "print"), {"pk": power.pk}),
            **dict.fromkeys(("flow", "preview", "flow_svg", "flow_bpmn"), flow),
            **dict.fromkeys(("basis", "edit_basis", "verify_basis"), {"code": "YJ-01"}),
            **dict.fromkeys(("regulation", "edit_regulation"), {"code": "ZD-01"}),
        },
        "risks": {
            "open_register": department,
            **dict.fromkeys(("register", "changes", "follow", "review"), {"pk": register.pk}),
            **dict.fromkeys(
                ("point edit_point save_point remove_point opinion withdraw_opinion ask_hearing hear").split(),
                {"pk": point.pk},
            ),
            **dict.fromkeys(("proposal", "adopt", "decline", "reveal"), proposal),
        },
        "controls": {
            **dict.fromkeys(("table", "check", "follow_register", "print", "add_measure"), {"pk": table.pk}),
            **dict.fromkeys(("measure", "edit_measure", "remove_measure", "set_progress"), {"pk": measure.pk}),
        },
        "approvals": {
            **dict.fromkeys(("submission", "withdraw"), {"pk": submission.pk}),
            **dict.fromkeys(("submit", "decide", "reject"), {"pk": waiting.pk}),
            "prepare": department,
            "remark": {"pk": submission.pk, "row_pk": row.pk},
            "take_back_remark": {"pk": Remark.objects.order_by("pk")[0].pk},
            "meeting": {"pk": Meeting.objects.order_by("pk")[0].pk},
            **dict.fromkeys(("remove_stage", "change_due_days"), {"pk": 1}),
        },
        "disclosure": {"power": {"code": "RS-03"}},
        "disclosure_desk": dict.fromkeys(
            ("review", "settle_scopes", "give_secrecy_opinions"),
            {"pk": PowerList.objects.get(department__code="D14", year=2026).pk},
        ),
        "core": {"job": {"pk": 1}, "attachment": {"pk": 1}},
        "desk": {"preview_load": {"pk": 1}},
    }
    return {f"{app}:{name}": kwargs for app, each in by_app.items() for name, kwargs in each.items()}


def addresses() -> dict[str, str]:
    """Name → an address that leads somewhere in the demo hospital."""
    known = examples()
    return {name: reverse(name, kwargs=known.get(name)) for name in names()}
