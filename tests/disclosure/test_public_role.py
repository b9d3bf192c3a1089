"""The database role of the public face may read what is open, insert what the public writes, and nothing else."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import get_resolver
from django.utils import timezone
from psycopg2 import errors

from config import public_role, setup_checks
from config.setup_checks import Level
from disclosure.models import OpenPublication, Publication, Rating, SlipBatch, Suggestion, SuggestionFile
from disclosure.states import Level as Satisfaction
from tests import factories as people
from tests import public_face
from tests.approvals import factories as approvals
from tests.disclosure import factories

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
REFUSED = (errors.InsufficientPrivilege, errors.ObjectNotInPrerequisiteState)
"""No right; or a view that nobody can write to."""
EVERYTHING = """
SELECT c.relname, min(quote_ident(a.attname)) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0
  AND NOT a.attisdropped GROUP BY c.relname
"""
STATEMENTS = {
    "SELECT": "SELECT * FROM {table} LIMIT 0",
    "INSERT": "INSERT INTO {table} DEFAULT VALUES",
    "UPDATE": "UPDATE {table} SET {column} = {column} WHERE false",
    "DELETE": "DELETE FROM {table} WHERE false",
}


@pytest.fixture
def granted():
    """The file applied as its first lines say; the test's transaction takes it back."""
    public_face.apply_grants()


def is_let(statement):
    """Whether the role gets as far as the table: what the table then says of the row is another matter."""
    try:
        with transaction.atomic():
            connection.cursor().execute(statement)
    except DatabaseError as error:
        return not isinstance(error.__cause__, REFUSED)
    return True


def everything():
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        return dict(cursor.fetchall())


def test_of_all_tables_and_views_only_the_listed_ones_are_let_through(granted):
    found = everything()
    with public_face.as_role():
        let = {
            (table, word)
            for table, column in found.items()
            for word, statement in STATEMENTS.items()
            if is_let(statement.format(table=table, column=column))
        }

    assert len(found) > 100
    assert let == public_role.GRANTED


def test_what_the_check_reads_out_of_the_catalogue_is_what_was_let_through(granted):
    with public_face.as_role():
        assert public_role.held() == public_role.GRANTED


def test_the_file_may_be_applied_again_and_takes_back_what_was_given_besides(granted):
    with connection.cursor() as cursor:
        cursor.execute(
            f"GRANT SELECT ON organization_person TO {public_face.ROLE};"
            f"GRANT SELECT (id) ON disclosure_draft TO {public_face.ROLE}"
        )

    public_face.apply_grants()

    with public_face.as_role():
        assert public_role.held() == public_role.GRANTED


def test_the_role_owns_nothing_makes_nothing_and_belongs_to_nobody(granted):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolinherit, rolpassword IS NULL,"
            " (SELECT count(*) FROM pg_auth_members WHERE member = r.oid), has_schema_privilege(oid, 'public', 'CREATE')"
            " FROM pg_authid r WHERE rolname = %s",
            [public_face.ROLE],
        )
        assert cursor.fetchone() == (False, False, False, False, False, False, True, 0, False)


def test_what_the_role_writes_in_stays_out_of_the_servers_log(granted):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolconfig FROM pg_roles WHERE rolname = %s", [public_face.ROLE])
        (told,) = cursor.fetchone()

    assert {line for line in told if line.startswith("log_")} == {
        "log_min_error_statement=panic",
        "log_error_verbosity=terse",
        "log_statement=none",
        "log_min_duration_statement=-1",
        "log_min_duration_sample=-1",
        "log_transaction_sample_rate=0",
        "log_parameter_max_length_on_error=0",
    }


@pytest.mark.parametrize(
    "statement", ["CREATE TEMPORARY TABLE kept (a text)", "SELECT lo_creat(-1)", "SELECT lo_from_bytea(0, 'x')"]
)
def test_the_role_fills_no_disk_beside_the_tables(granted, statement):
    with public_face.as_role():
        assert not is_let(statement)


def test_an_owner_who_is_no_superuser_goes_on_without_what_he_may_not():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE owner_alone CREATEROLE")
        cursor.execute("SET LOCAL ROLE owner_alone")
        blocks = [block for block in public_face.GRANTS.read_text().split("DO $$") if "EXCEPTION" in block]
        for block in blocks:
            text = "DO $$" + block.split("$$;")[0] + "$$;"
            cursor.execute(text.replace("lianfang_public", "owner_alone"))
        cursor.execute("SELECT rolconfig FROM pg_roles WHERE rolname = 'owner_alone'")

        assert (len(blocks), cursor.fetchone()) == (2, (None,))


def test_no_other_function_lends_the_role_the_rights_of_its_owner(granted):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
            " AND has_function_privilege(%s, oid, 'EXECUTE')",
            [public_face.ROLE],
        )
        assert {name for (name,) in cursor.fetchall()} <= {"disclosure_receipt"}


def test_views_show_what_is_open_by_the_rights_of_their_owner(granted):
    made = approvals.world()
    (power,) = factories.publish(made)

    with public_face.as_role():
        shown = list(OpenPublication.objects.values_list("code", flat=True))

    assert shown == [power.code]


def suggestion(**fields):
    digest = f"{Suggestion.objects.model.__name__}{len(fields)}".ljust(64, "0")
    values = {"kind": "question", "text": "几点取报告？", "code_hash": digest, "token_hash": digest}
    return Suggestion.objects.create(**values | fields, received_at=timezone.now(), due_on=timezone.localdate())


def test_a_suggestion_with_a_file_is_inserted_through_the_orm_and_not_read_back(granted):
    with public_face.as_role():
        made = suggestion()
        SuggestionFile.objects.bulk_create(
            [
                SuggestionFile(
                    suggestion=made, name="单据.png", content_type="image/png", size=1, sha256="0" * 64, data=b"1"
                )
            ]
        )
        for read in (Suggestion.objects.exists, SuggestionFile.objects.exists, made.refresh_from_db, made.delete):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                read()

    assert (Suggestion.objects.get().text, SuggestionFile.objects.get().suggestion_id) == ("几点取报告？", made.pk)


@pytest.fixture
def batch():
    office = people.holder("party_office")
    return SlipBatch.objects.create(
        department=people.department(), title="门诊药房", count=2, expires_on=timezone.localdate(), made_by=office
    )


def rate(batch_id, number=1):
    """What the public face inserts; foreign keys are asked at once."""
    values = {"level": Satisfaction.GOOD, "rated_on": timezone.localdate()}
    made = Rating.objects.create(batch_id=batch_id, number=number, **values)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    return made


def test_a_rating_is_inserted_through_the_orm_and_not_read_back(granted, batch):
    with public_face.as_role():
        rate(batch.pk)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Rating.objects.exists()

    assert Rating.objects.get().batch == batch


def test_foreign_keys_and_slips_used_twice_are_refused_though_the_role_may_read_neither_table(granted, batch):
    with public_face.as_role():
        rate(batch.pk)
        for wrong, match in (
            (lambda: rate(batch.pk), "slip_used_once"),
            (lambda: rate(batch.pk + 1, 2), "foreign key"),
        ):
            with pytest.raises(DatabaseError, match=match), transaction.atomic():
                wrong()


def test_nothing_that_is_kept_can_be_changed_through_what_the_role_may(granted):
    factories.publish(approvals.world())

    with public_face.as_role():
        for statement in ("UPDATE disclosure_open SET title = '?'", "DELETE FROM disclosure_open_batch"):
            assert not is_let(statement)

    assert Publication.objects.filter(title="?").count() == 0


def examples():
    """Name of each argument of a public address → what stands open in `published`."""
    first = OpenPublication.objects.order_by("sequence")[0]
    return {
        "powers/<str:code>/": [first.code],
        "topics/<str:topic>/": ["powers"],
        "items/<str:code>/": ["MISSING-01"],
        "chain/<int:sequence>/": [first.sequence],
        "chain/<int:sequence>.json": [first.sequence],
        "feed/<str:topic>.atom": ["powers"],
        "data/<str:name>.<str:format>": ["powers", "json"],
    }


def public_addresses():
    """Each address under /open/: as it stands without an argument, with an example, else with text that leads nowhere."""
    known = examples()
    for pattern in get_resolver("disclosure.urls.public").url_patterns:
        route = str(pattern.pattern)
        filled = iter(known.get(route, []))
        yield "/open/" + re.sub(
            r"<(?:(\w+):)?\w+>", lambda part, filled=filled: str(next(filled, _nowhere(part[1]))), route
        )


def _nowhere(converter):
    return "999999" if converter == "int" else "nowhere"


def test_every_public_page_is_answered_under_the_role(granted, client):
    factories.publish(approvals.world())
    addresses = [*public_addresses(), "/open/powers/?q=采购", "/healthz"]

    with public_face.alone(), public_face.as_role():
        found = {address: client.get(address).status_code for address in addresses}

    wrong = {address: status for address, status in found.items() if status not in (200, 404, 410)}
    assert wrong == {}
    assert [
        address
        for address, status in found.items()
        if status == 404 and "nowhere" not in address and "MISSING" not in address
    ] == []


def test_error_pages_of_the_public_face_ask_for_nobody(granted, client):
    client.raise_request_exception = False
    with public_face.alone(), public_face.as_role():
        found = [client.get(path).status_code for path in ("/open/nowhere/", "/desk/", "/accounts/login/", "/powers/")]

    assert found == [404] * 4


def test_check_setup_is_content_with_the_role_and_warns_of_the_owner(granted):
    owner = list(setup_checks.role())
    with public_face.as_role():
        own = list(setup_checks.role())

    assert [finding.level for finding in own + owner] == [Level.FINE, Level.WARNING]
    assert "DELETE" in owner[0].text
    assert "……" in owner[0].text


def test_check_setup_says_which_right_the_role_lacks(granted):
    connection.cursor().execute(f"REVOKE SELECT ON disclosure_open FROM {public_face.ROLE}")

    with public_face.as_role():
        (finding,) = setup_checks.role()

    assert (finding.level, "SELECT disclosure_open）" in finding.text) == (Level.ERROR, True)
