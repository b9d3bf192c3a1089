"""Every list page, the inbox, search, the overview, single things and the public pages, each against its bare page."""

from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.test import Client

from approvals.models import Submission
from bench.measure import Counter, Line, medians
from controls.models import ControlTable
from disclosure.models import Publication
from organization.models import Person
from powers.models import Power, PowerList
from risks.models import RiskRegister
from supervision.models import Cycle

ROUNDS, RATIO, OVERVIEW_RATIO = 7, 5, 4
LIST_QUERIES, DETAIL_QUERIES, OVERVIEW_QUERIES, PUBLIC_QUERIES = 12, 15, 8, 3
LISTS = {
    "office": (
        "/powers/",
        "/powers/in-force/",
        "/powers/bases/",
        "/powers/regulations/",
        "/risks/",
        "/risks/points/",
        "/risks/proposals/",
        "/controls/",
        "/controls/measures/",
        "/approvals/",
        "/approvals/submissions/",
        "/approvals/meetings/",
        "/disclosure/",
        "/organization/departments/",
        "/organization/posts/",
        "/organization/bodies/",
        "/desk/notices/",
        "/desk/",
        "/supervision/findings/",
        "/supervision/self-checks/",
        "/supervision/spot-checks/",
        "/supervision/reminders/",
        "/supervision/warnings/",
        "/supervision/appraisals/",
        "/desk/search/?q=采购",
        "/desk/search/?q=cg",
        "/risks/points/?q=采购",
    ),
    "filer": ("/desk/", "/powers/in-force/", "/risks/points/", "/controls/measures/", "/supervision/findings/"),
    "chair": ("/desk/",),
    "sysadmin": ("/organization/accounts/",),
    "secadmin": ("/organization/grants/",),
    "auditor": ("/organization/trail/",),
}
"""Login in its fullest role → addresses."""
OVERVIEW_LOGINS = ("office", "head")
"""Who sees the whole hospital's, and who one department's."""
OVERVIEWS = ("/supervision/overview/", "/supervision/overview/changes/")


def measure() -> Iterator[Line]:
    """A line for each page, each request through the whole middleware with a session of its own."""
    settings.ROOT_URLCONF = "bench.urls"
    for login, addresses in LISTS.items():
        for address in addresses:
            yield _page(login, address, queries=LIST_QUERIES)
    for login in OVERVIEW_LOGINS:
        limits = {"queries": OVERVIEW_QUERIES, "ratio": OVERVIEW_RATIO}
        for address in OVERVIEWS:
            yield _page(login, address, bare_address="/bare/summary/", **limits)
    for address in _details():
        yield _page("office", address, queries=DETAIL_QUERIES)
    for address in _public():
        yield _page("", address, queries=PUBLIC_QUERIES)


def _details() -> list[str]:
    """The longest of each kind, a submission under review, and the year with the most departments."""
    return [
        _longest(Power, "flows__steps").get_absolute_url(),
        _longest(PowerList, "powers").get_absolute_url(),
        _longest(RiskRegister, "points").get_absolute_url(),
        _longest(ControlTable, "measures").get_absolute_url(),
        Submission.objects.filter(state="in_review").order_by("pk")[0].get_absolute_url(),
        _longest(Cycle, "participations").get_absolute_url(),
    ]


def _longest(model, rows: str):
    return model.objects.annotate(most=Count(rows)).order_by("-most", "pk")[0]


def _public() -> list[str]:
    code = Publication.objects.order_by("pk").values_list("code", flat=True)[0]
    return ["/open/", "/open/powers/", "/open/powers/?q=采购", f"/open/powers/{code}/"]


def _page(login: str, address: str, *, queries: int, ratio: int = RATIO, bare_address: str = "/bare/") -> Line:
    bare, own = client("office"), client(login)
    own.get(address)
    counter = Counter()
    with connection.execute_wrapper(counter):
        answer = own.get(address)
    if answer.status_code != 200:
        raise LookupError(f"{login or 'anonymous'} {address}: {answer.status_code}")
    bare.get(bare_address)
    bare_time, time = medians(partial(bare.get, bare_address), partial(own.get, address), rounds=ROUNDS)
    facts = {"queries": counter.count, "KB": len(answer.content) // 1024}
    limits = {"queries": queries}
    return Line(f"{login or 'anonymous'} {address}", time, bare_time, ratio, facts, limits)


def client(login: str) -> Client:
    """A browser in which that login is signed in; an empty one is the public's."""
    client = Client(SERVER_NAME="127.0.0.1")
    if login:
        person = Person.objects.get(username=login)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
