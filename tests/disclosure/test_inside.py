"""院内公开: every scope before every kind of person, files, what has ended, and the pages."""

import hashlib

import pytest

from disclosure import services as disclosure_services
from disclosure.models import PublicationFile
from disclosure.queries import inside as queries
from disclosure.services import chain
from organization import services as organization_services
from organization.roles import Role
from tests import factories as people
from tests.disclosure import catalogue_factories as factories

pytestmark = pytest.mark.django_db
SCOPES = ("hospital", "party_members", "related", "department", "client")
READS = {
    "owner": {"hospital", "party_members", "related", "department", "client"},
    "office": {"hospital", "party_members", "related", "department", "client"},
    "named": {"hospital", "related"},
    "party": {"hospital", "party_members"},
    "stranger": {"hospital"},
    "branch_office": {"hospital"},
    "administrator": set(),
}


@pytest.fixture
def item():
    return factories.item(people.department("采购科"))


def person_of(who, item):
    """One person of each kind, none of them another's."""
    if who == "owner":
        return people.person(where=item.department)
    if who == "office":
        return factories.office()
    if who == "named":
        return people.person(where=people.department("骨科"))
    if who == "party":
        return people.person(where=people.department("儿科"), is_party_member=True)
    if who == "branch_office":
        return people.holder(Role.PARTY_OFFICE, people.department("东院区"))
    if who == "administrator":
        return people.holder(Role.SECADMIN, people.department("信息科"))
    return people.person(where=people.department("儿科"))


def with_file(publication):
    data = b"%PDF-1.7 inside"
    return PublicationFile.objects.create(
        publication=publication,
        kind="attachment",
        name="结果.pdf",
        content_type="application/pdf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        data=data,
    )


@pytest.mark.parametrize("who", READS)
def test_each_scope_is_open_to_whom_it_names(item, who):
    for scope in SCOPES:
        factories.publish(item, scope=scope, body="请骨科按本表领用。")
    factories.publish(item, scope="society")

    found = {publication.scope for publication in queries.inside_for(person_of(who, item))}

    assert found == READS[who]


def test_people_who_hold_a_post_in_the_department_belong_to_it(item):
    made = factories.publish(item, scope="department")
    by = people.person(where=people.department())
    organization_services.begin_tenure(
        by=people.system(), person=by, post=people.post(item.department), from_on="2020-01-01"
    )

    assert list(queries.inside_for(by)) == [made]


def test_a_department_named_in_the_title_is_related_too(item):
    made = factories.publish(item, scope="related", title="骨科高值耗材准入结果")

    assert list(queries.inside_for(person_of("named", item))) == [made]


def test_a_department_is_not_named_by_another_whose_name_has_its_own_in_it(client, item):
    reader = people.person(where=people.department("外科"))
    people.department("骨外科")
    people.department("骨外科病区")
    factories.publish(item, scope="related", title="骨外科领用", body="请骨外科病区按表领用。")
    meant = factories.publish(item, scope="related", title="骨外科领用", body="请骨外科和外科按表领用。")
    client.force_login(reader)

    page = client.get(meant.get_absolute_url())

    assert list(queries.inside_for(reader)) == [meant]
    assert page.context["named"] == ["外科", "骨外科"]
    assert "点名的部门：外科、骨外科" in page.text


def test_what_was_withdrawn_leaves_the_list_and_its_page_says_why_without_the_text(client, item):
    made = factories.publish(item, scope="hospital", body="撤下前的正文")
    file = with_file(made)
    disclosure_services.withdraw(by=factories.office(), publication=made, reason="涉及未定事项")
    reader = people.person()
    client.force_login(reader)

    page = client.get(made.get_absolute_url())

    assert list(queries.inside_for(reader)) == []
    assert page.context["successor"].content["reason"] == "涉及未定事项"
    assert ("撤下前的正文" in page.content.decode(), "涉及未定事项" in page.content.decode()) == (False, True)
    assert queries.file_for(reader, made.sequence, file.sha256) is None


def test_what_was_replaced_leads_to_the_version_that_took_its_place(client, item):
    old = factories.publish(item, scope="hospital", lineage_key="one")
    chain.replace(old)
    new = factories.publish(item, scope="hospital", lineage_key="one")
    client.force_login(people.person())

    page = client.get(old.get_absolute_url())

    assert (page.context["is_open"], page.context["successor"]) == (False, new)


def test_the_page_shows_text_files_readers_and_the_place_in_the_chain(client, item):
    made = factories.publish(item, scope="hospital", body="| 部门 | 金额 |\n| --- | ---: |\n| 骨科 | 3 |\n\n<b>粗</b>")
    with_file(made)
    client.force_login(people.person())

    text = client.get(made.get_absolute_url()).content.decode()

    assert [
        part in text
        for part in ('<td data-label="部门">骨科</td>', "&lt;b&gt;粗&lt;/b&gt;", "结果.pdf", "全院人员", made.hash)
    ] == [True] * 5
    assert made.get_absolute_url() == f"/disclosure/inside/{made.sequence}/"


def test_a_file_is_handed_to_who_reads_the_publication_alone(client, item):
    file = with_file(factories.publish(item, scope="department"))
    url = f"/disclosure/inside/{file.publication.sequence}/files/{file.sha256}/"

    client.force_login(people.person(where=item.department))
    response = client.get(url)
    client.force_login(people.person())

    assert (response.content, response["Content-Type"]) == (b"%PDF-1.7 inside", "application/pdf")
    assert (response["Content-Disposition"][:10], response["Cache-Control"]) == ("attachment", "private, no-store")
    assert client.get(url).status_code == 404


def test_what_is_not_meant_for_a_person_is_not_there_for_them(client, item):
    made = factories.publish(item, scope="department")
    client.force_login(people.person())

    assert client.get(made.get_absolute_url()).status_code == 404
    assert client.get("/disclosure/inside/999/").status_code == 404


def test_the_list_is_searched_and_narrowed_by_topic_and_scope(client, item):
    found = factories.publish(item, scope="hospital", title="监护仪采购结果")
    factories.publish(factories.item(topic="personnel"), scope="hospital", title="岗位聘用结果")
    client.force_login(people.person())

    for query in ("q=监护仪", "q=jhy", "topic=procurement", "topic=procurement&scope=hospital"):
        assert [row.thing for row in client.get(f"/disclosure/inside/?{query}").context["page"].rows] == [found]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_a_constant_number_of_queries(client, django_assert_num_queries, item, count):
    for _number in range(count):
        factories.publish(item, scope="hospital")
    client.force_login(people.person())

    with django_assert_num_queries(11):
        assert len(client.get("/disclosure/inside/").context["page"].rows) == count


def test_the_list_is_exported_without_what_is_not_meant_for_the_reader(client, item):
    factories.publish(item, scope="hospital", title="公开给全院")
    factories.publish(item, scope="department", title="只给本科室")
    client.force_login(people.person())

    text = b"".join(client.get("/disclosure/inside/?export=csv").streaming_content).decode()

    assert ("公开给全院" in text, "只给本科室" in text) == (True, False)
