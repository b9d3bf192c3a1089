"""A marker in every text of the database that is not for the public is in nothing that the public face shows or exports."""

from collections.abc import Iterator
from io import BytesIO

import pypdf
import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction

from disclosure import services
from disclosure.models import Publication
from disclosure.services import exporting, sheets
from organization import queries as organization_queries
from tests import guards
from tests.approvals import factories as approvals
from tests.disclosure import draft_factories, incoming
from tests.disclosure.test_marker import MARKER, publish_with_marks

pytestmark = pytest.mark.django_db
OUR_APPS = ("approvals", "controls", "core", "disclosure", "organization", "powers", "risks", "supervision")
PUBLIC_TABLES = {
    "disclosure.publication",
    "disclosure.publicationfile",
    "organization.hospital",
    "disclosure.opensettings",
}
"""What is kept here was frozen for the public, or is the hospital's own name and channels."""
PUBLIC_FIELDS = {
    *(f"disclosure.disclosureitem.{name}" for name in ("code", "name", "basis", "form")),
    *("organization.department.name", "organization.department.code", "disclosure.slipbatch.title"),
}
MARKED_AT_LEAST = 150
"""Fields; fewer would say that the hospital of this test has become too small to prove anything."""


@pytest.fixture
def hospital():
    """A power, a text, a correction, a withdrawal, what is open inside, questions in every state, ratings."""
    made = approvals.world()
    publish_with_marks(made)
    first = draft_factories.published(made)
    services.withdraw(by=made.office, publication=draft_factories.published(made), reason="发布过早")
    draft_factories.published(made, scope="hospital", title="院内公告")
    draft_factories.at_secrecy(made)
    incoming.answered(made.department, is_public=True)
    incoming.answered(made.department)
    incoming.refused()
    incoming.file(incoming.assigned(made.department))
    incoming.rate(incoming.batch(made.department), "good", "poor", reason="排队久")
    return first


def texts() -> Iterator[tuple[type[models.Model], models.Field]]:
    """Every field of ours that holds words, but for codes of choices and what is public by its nature."""
    for model in (model for app in OUR_APPS for model in apps.get_app_config(app).get_models()):
        if not model._meta.managed or model._meta.label_lower in PUBLIC_TABLES:
            continue
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if is_text and f"{model._meta.label_lower}.{field.name}" not in PUBLIC_FIELDS:
                yield model, field


def mark(model: type[models.Model], field: models.Field) -> bool:
    """Whether the table took the marker in the field of every row, though a constraint may want something else there."""
    if not model._default_manager.exists():
        return False
    try:
        with transaction.atomic(), guards.off(model._meta.db_table):
            model._default_manager.update(**{field.name: MARKER[: field.max_length]})
    except DatabaseError:
        return False
    return True


def read(path) -> str:
    """The words of a file, of a PDF those that are printed."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(path.read_bytes())).pages)
    return path.read_bytes().decode(errors="replace")


def test_nothing_marked_is_shown_printed_or_exported(hospital, tmp_path):
    marked = [f"{model._meta.label_lower}.{field.name}" for model, field in texts() if mark(model, field)]
    sheets.print_waiting()

    exporting.export_site(tmp_path / "site", by=organization_queries.system_actor())

    files = [path for path in sorted((tmp_path / "site").rglob("*")) if path.is_file()]
    assert len(marked) >= MARKED_AT_LEAST
    assert [path.name for path in files if MARKER in read(path)] == []
    assert [path.suffix for path in files].count(".pdf") == Publication.objects.filter(
        face="open", state="published", kind__in=["power", "item", "answer"]
    ).count()


def test_the_same_words_in_a_publication_are_found(hospital, tmp_path):
    made = Publication.objects.get(pk=hospital.pk)
    with guards.off(Publication._meta.db_table):
        Publication.objects.filter(pk=made.pk).update(content={**made.content, "body": MARKER})

    exporting.export_site(tmp_path / "site", by=organization_queries.system_actor())

    assert any(MARKER in read(path) for path in (tmp_path / "site").rglob("*.html"))
