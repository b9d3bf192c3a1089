"""Versions of a regulation: drafted by its department, put in force once assessed, earlier ones kept for ever."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent
from core.rules import Denied, Stale
from organization.models import Department
from powers import queries, rules, services
from powers.models import Regulation, RegulationVersion
from powers.states import REGULATION_MOVES, RegulationEvent, RegulationState
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def days_ago(count):
    return timezone.localdate() - timedelta(days=count)


def enact(version, *, by=None, effective_on=None):
    office = by or people.holder("party_office")
    return services.enact_version(by=office, version=version, effective_on=effective_on or timezone.localdate())


def in_state(state):
    """A version that came to stand in `state` through the services."""
    version = factories.draft()
    if state == RegulationState.DROPPED:
        return services.drop_version(by=version.drafted_by, version=version, reason="不再需要")
    if state != RegulationState.DRAFT:
        factories.completed(version)
        version = enact(version)
    if state == RegulationState.REPEALED:
        services.repeal_regulation(
            by=people.system(), regulation=version.regulation, ended_on=timezone.localdate(), reason="并入新办法"
        )
    if state == RegulationState.SUPERSEDED:
        RegulationVersion.objects.filter(pk=version.pk).update(effective_on=days_ago(9))
        following = factories.draft(version.regulation)
        factories.completed(following)
        enact(following)
    return RegulationVersion.objects.get(pk=version.pk)


STEPS = {
    RegulationEvent.ENACT: lambda version: enact(version, by=people.system()),
    RegulationEvent.DROP: lambda version: services.drop_version(by=people.system(), version=version, reason="作废"),
    RegulationEvent.REPEAL: lambda version: rules.repeal_regulation(
        people.system(), version, ended_on=timezone.localdate()
    ),
}


@pytest.mark.parametrize("event", STEPS)
@pytest.mark.parametrize("state", RegulationState.values)
def test_a_version_moves_as_the_table_says_and_not_otherwise(state, event):
    version = in_state(state)
    if (state, event) == (RegulationState.DRAFT, RegulationEvent.ENACT):
        factories.completed(version)

    if (state, event) in REGULATION_MOVES:
        STEPS[event](version)
    else:
        with pytest.raises(Denied):
            STEPS[event](version)


def test_every_event_but_the_consequence_of_another_has_a_step():
    assert {event for _state, event in REGULATION_MOVES} - {RegulationEvent.SUPERSEDE} == set(STEPS)


def test_a_regulation_that_the_hospital_had_before_is_in_force_and_not_assessed():
    regulation = factories.regulation(edition="第3版", effective_on=days_ago(400))

    version = regulation.versions.get()
    found = queries.regulation(people.person(), regulation.code)

    assert (version.state, version.is_existing, version.edition) == ("in_force", True, "第3版")
    assert (found.state, found.review_state, version.history.count()) == ("in_force", queries.UNREVIEWED, 1)


def test_draft_regulation_begins_one_that_is_seen_by_its_department_and_its_supervisors_alone():
    filer = people.holder("filer", people.department())
    stranger = people.holder("filer", people.department())

    version = services.draft_regulation(
        by=filer, name="药品临购规定", kind="procedure", department=filer.department, summary="写明时限"
    )

    verb = AuditEvent.objects.latest("sequence").verb
    regulation = version.regulation
    seen = [queries.regulation(each, regulation.code) for each in (filer, people.holder("discipline"), stranger)]
    assert (version.state, version.number, verb) == ("draft", 1, "powers.draft_version")
    assert seen == [regulation, regulation, None]
    assert queries.version(stranger, version.pk) is None
    assert queries.regulation(filer, regulation.code).state == "draft"


@pytest.mark.parametrize("role", ["filer", "department_head"])
def test_a_draft_is_begun_by_the_drafting_department(role):
    regulation = factories.regulation()

    version = services.draft_version(
        by=people.holder(role, regulation.department), regulation=regulation, summary="写明时限"
    )

    assert (version.number, version.state, regulation.versions.count()) == (2, "draft", 2)


def test_a_draft_is_begun_by_the_party_office_on_behalf_of_the_department():
    regulation = factories.regulation()

    assert services.draft_version(by=people.holder("party_office"), regulation=regulation, summary="代录").number == 2


@pytest.mark.parametrize("role", ["filer", "overseer", "discipline", "committee_chair", "leadership", "secadmin"])
def test_drafting_is_denied_to_everyone_else(role):
    regulation = factories.regulation()
    where = people.department() if role in ("filer", "overseer") else None

    with pytest.raises(Denied, match="不能填报"):
        services.draft_version(by=people.holder(role, where), regulation=regulation, summary="代拟")


def test_a_second_draft_is_denied():
    version = factories.draft()

    with pytest.raises(Denied, match="已有一份草稿"):
        services.draft_version(by=version.drafted_by, regulation=version.regulation, summary="又一份")


def test_a_repealed_regulation_is_not_drafted_again():
    version = in_state(RegulationState.REPEALED)

    with pytest.raises(Denied, match="已废止"):
        services.draft_version(by=people.system(), regulation=version.regulation, summary="重来")


def test_change_version_keeps_what_it_said_before():
    version = factories.draft()
    changed = services.change_version(by=version.drafted_by, version=version, summary="改写", changes="第八条")
    services.change_version(by=version.drafted_by, version=version, summary="改写")

    assert (changed.summary, changed.history.count()) == ("改写", 2)


def test_change_version_from_an_old_page_is_stale():
    version = factories.draft()
    services.change_version(by=version.drafted_by, version=version, summary="先到")

    with pytest.raises(Stale, match="已修改"):
        services.change_version(by=version.drafted_by, version=version, summary="后到", stamp=1)


def test_the_text_stands_still_while_its_assessment_is_read():
    review = factories.submitted()

    with pytest.raises(Denied, match="正文不能再改"):
        services.change_version(by=review.opened_by, version=review.version, summary="偷改")


def test_enact_version_replaces_the_version_in_force_which_stays_readable():
    regulation = factories.regulation(edition="第3版", effective_on=days_ago(400))
    version = factories.completed(factories.draft(regulation, edition="第4版")).version

    enact(version)

    regulation.refresh_from_db()
    first, second = regulation.versions.order_by("number")
    assert (first.state, first.ended_on) == ("superseded", days_ago(1))
    assert (second.state, regulation.edition, regulation.effective_on) == ("in_force", "第4版", timezone.localdate())
    anybody = people.person()
    assert [each.number for each in queries.versions_of(anybody, regulation)] == [2, 1]


def test_enact_version_is_denied_to_the_department_itself():
    review = factories.completed()

    with pytest.raises(Denied, match="只有党办"):
        enact(review.version, by=review.opened_by)


@pytest.mark.parametrize(
    ("day", "words"),
    [(timezone.localdate() + timedelta(days=1), "还没有到"), (days_ago(400), "须晚于现行版本")],
)
def test_enact_version_is_denied_ahead_of_time_and_before_the_version_in_force(day, words):
    regulation = factories.regulation(effective_on=days_ago(400))
    version = factories.completed(factories.draft(regulation)).version

    with pytest.raises(Denied, match=words):
        enact(version, effective_on=day)


def test_a_draft_is_not_put_in_force_after_its_regulation_was_repealed(client):
    regulation = factories.regulation()
    version = factories.completed(factories.draft(regulation)).version
    services.repeal_regulation(by=people.system(), regulation=regulation, ended_on=timezone.localdate(), reason="并入")
    office = people.holder("party_office")
    client.force_login(office)

    with pytest.raises(Denied, match="已废止") as refused:
        enact(version, by=office)

    page = client.get(version.get_absolute_url())
    assert "草稿请作废" in refused.value.help
    assert (
        page.context["is_repealed"],
        reverse("powers:enact_version", args=[version.pk]) in page.content.decode(),
    ) == (
        True,
        False,
    )


def test_enact_version_without_a_day_of_the_version_before_needs_none():
    version = factories.completed().version

    assert enact(version, effective_on=days_ago(30)).state == "in_force"


@pytest.mark.parametrize("day", [timezone.localdate() + timedelta(days=1), days_ago(401)])
def test_a_repeal_lies_between_coming_into_force_and_today(day):
    regulation = factories.regulation(effective_on=days_ago(400))

    with pytest.raises(Denied, match="废止日期"):
        services.repeal_regulation(by=people.system(), regulation=regulation, ended_on=day, reason="并入新办法")


def test_what_is_not_in_force_is_not_repealed():
    version = services.draft_regulation(
        by=people.system(), name="新规定", kind="procedure", department=people.department(), summary="草稿"
    )

    with pytest.raises(Denied, match="没有施行中的版本"):
        services.repeal_regulation(
            by=people.system(), regulation=version.regulation, ended_on=timezone.localdate(), reason="不要了"
        )


def test_the_library_says_the_day_of_an_existing_regulation_and_its_version_follows():
    regulation = factories.regulation()

    services.change_regulation(by=people.system(), regulation=regulation, edition="第2版", effective_on=days_ago(5))

    version = regulation.versions.get()
    assert (version.edition, version.effective_on) == ("第2版", days_ago(5))


@pytest.mark.parametrize("fields", [{"edition": "第2版"}, {"effective_on": days_ago(5)}, {"edition": ""}])
def test_the_library_does_not_let_another_version_pass_for_the_one_in_force(fields):
    regulation = factories.regulation(edition="第1版", effective_on=days_ago(400))

    with pytest.raises(Denied, match="不能在这里改成别的") as refused:
        services.change_regulation(by=people.system(), regulation=regulation, **fields)

    version = regulation.versions.get()
    assert (version.edition, version.effective_on) == ("第1版", days_ago(400))
    assert "起草新版" in refused.value.help


def test_the_library_does_not_rewrite_what_came_into_force_by_an_assessment():
    version = in_state(RegulationState.IN_FORCE)

    with pytest.raises(Denied, match="由施行登记而来"):
        services.change_regulation(by=people.system(), regulation=version.regulation, edition="改一改")


def test_loading_begins_versions_follows_them_and_never_rewrites_an_assessed_one():
    new = Regulation(code="ZD-77", name="新载入", kind="procedure", department=people.department())
    services.load_library(by=people.system(), made=[new], changed=[], fields=["name", "edition", "effective_on"])
    new.edition = "第1版"
    services.load_library(by=people.system(), made=[], changed=[new], fields=["name", "edition", "effective_on"])
    assert [(each.state, each.edition) for each in new.versions.all()] == [("in_force", "第1版")]
    assessed = in_state(RegulationState.IN_FORCE).regulation
    fields = ["name", "edition", "effective_on"]
    assessed.name = "更名"
    services.load_library(by=people.system(), made=[], changed=[assessed], fields=fields)
    assessed.edition = "工作簿说的"

    with pytest.raises(Denied, match="由施行登记而来"):
        services.load_library(by=people.system(), made=[], changed=[assessed], fields=fields)


def test_a_dropped_draft_leaves_its_regulation_marked_so():
    version = services.draft_regulation(
        by=people.system(), name="新规定", kind="procedure", department=people.department(), summary="草稿"
    )
    services.drop_version(by=people.system(), version=version, reason="并入别的办法")

    assert queries.regulation(people.holder("discipline"), version.regulation.code).state == "dropped"


def test_the_text_of_a_draft_is_a_file_for_those_who_see_the_draft():
    version = factories.draft()
    kept = services.keep_text(
        by=version.drafted_by, version=version, data=b"%PDF-1.7", name="草稿.pdf", content_type="application/pdf"
    )

    readers = [version.drafted_by, people.holder("discipline"), people.holder("filer", people.department())]

    assert [queries.may_read_text(kept.text, reader) for reader in readers] == [True, True, False]


def test_who_reads_no_drafts_opens_the_text_in_force_and_reads_the_history_from_then_on():
    version = factories.draft()
    texts = [
        services.keep_text(
            by=version.drafted_by, version=version, data=data, name="草稿.pdf", content_type="application/pdf"
        ).text
        for data in (b"%PDF-1", b"%PDF-2")
    ]
    services.change_version(by=version.drafted_by, version=version, summary="只在草稿里说过")
    services.change_version(by=version.drafted_by, version=version, summary="写明时限")
    factories.completed(version)
    version = enact(version)
    anybody, filer = people.person(), version.drafted_by

    assert [queries.may_read_text(text, anybody) for text in texts] == [False, True]
    assert [queries.may_read_text(text, filer) for text in texts] == [True, True]
    told = {person: str(queries.history_of_version(person, version)) for person in (anybody, filer)}
    assert ["只在草稿里说过" in told[person] for person in (anybody, filer)] == [False, True]
    assert len(queries.history_of_version(anybody, version)) == 1


def test_what_was_in_force_is_hidden_from_the_three_administrators():
    regulation = factories.regulation()

    assert list(queries.regulations(people.holder("secadmin"))) == []
    assert list(queries.versions_for(people.holder("auditor"))) == []
    assert queries.regulation(people.person(), regulation.code) == regulation
    assert Department.objects.filter(pk=regulation.department_id).exists()


def test_the_first_version_of_a_new_regulation_comes_into_force_with_nothing_before_it():
    filer = people.holder("filer", people.department())
    version = services.draft_regulation(
        by=filer, name="新规定", kind="procedure", department=filer.department, summary="写明时限"
    )
    factories.completed(version)

    enact(version)

    found = queries.regulation(people.person(), version.regulation.code)
    assert (found.state, found.review_state, found.versions.count()) == ("in_force", "completed", 1)
