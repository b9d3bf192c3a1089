"""Nothing but the allowed fields of a power reaches the public: a marker in every other field is found nowhere."""

import json

import pytest

from approvals import services as approvals_services
from approvals.models import SubmissionRow
from disclosure.models import Publication
from organization.models import Person
from powers import services as power_services
from powers.calculations import links
from powers.services import StepEntry
from tests import factories as people
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.powers import factories as powers
from tests.risks import factories as risks

pytestmark = pytest.mark.django_db
MARKER = "机密标记"
READ = (
    *(
        "search/",
        "search/?q=审批",
        "answers/",
        "catalogue/",
        "topics/powers/",
        "data/",
        "feed.atom",
        "feed/powers.atom",
    ),
    *(
        "sitemap.xml",
        "data/powers.json",
        "data/powers.csv",
        "data/items.json",
        "data/catalogue.csv",
        "data/answers.csv",
    ),
)
"""All that lists, feeds and files tell."""
ALLOWED = {
    *("schema", "code", "name", "category", "nature", "content", "department", "bases", "materials", "limit"),
    *("fee_basis", "supervision_channels", "disclosure_form", "steps", "svg", "deciders"),
}


def secret(what):
    return f"{MARKER}{what}"


def marked_power(made):
    """A power with a marker in every field that is not for the public."""
    own = people.post(made.department, name=secret("岗位"))
    filed = factories.power(
        made,
        responsible_post=own,
        discretion=secret("裁量"),
        vetting="justify",
        vetting_note=secret("清理"),
        bases=[powers.basis(issuer=secret("机关"), note=secret("备注"))],
    )
    approvals.give_post(people.person(secret("人员")), own)
    steps = [
        StepEntry(1, secret("环节"), own, note=secret("说明"), limit_value=1, links=tuple(links.parse_links("结束")))
    ]
    power_services.save_flow(by=made.filer, power=filed, kind="internal", steps=steps)
    return filed, own


def publish_with_marks(made):
    """Every stage says something in confidence on the way to the public."""
    filed, own = marked_power(made)
    submission = factories.at_office(made)
    row = SubmissionRow.objects.filter(item__submission=submission).get()
    approvals_services.remark(by=made.office, submission=submission, row=row, text=secret("批注"))
    factories.review(made, filed, scope_reason=secret("调整"), secrecy_reason=secret("保密"))
    factories.finish(made, submission)
    risks.point(post=own, description=secret("风险"), manifestation=secret("表现"))
    return filed


def test_no_public_page_shows_what_is_not_for_the_public(client):
    made = approvals.world()
    for name in ("filer", "head", "overseer", "office", "secrecy", "discipline", "chair", "member"):
        Person.objects.filter(pk=getattr(made, name).pk).update(name=secret(name))
    filed = publish_with_marks(made)

    pages = ["/open/", "/open/powers/", f"/open/powers/?q={MARKER}", f"/open/powers/{filed.code}/", "/open/powers/X/"]
    pages += [f"/open/{path}" for path in READ]
    shown = {path: client.get(path).text for path in pages}

    assert filed.name in shown[f"/open/powers/{filed.code}/"]
    searched = shown.pop(f"/open/powers/?q={MARKER}")
    assert [path for path, text in shown.items() if MARKER in text] == []
    assert (searched.count(MARKER), filed.name in searched) == (1, False)  # the search box repeats what was asked


def test_no_publication_holds_what_is_not_for_the_public():
    publish_with_marks(approvals.world())

    (row,) = Publication.objects.values()

    assert set(row["content"]) == ALLOWED
    assert MARKER not in json.dumps(row, default=str, ensure_ascii=False)
