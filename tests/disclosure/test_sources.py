"""What the system writes of an item itself: right numbers, and no text, name or single case."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from disclosure.calculations.tables import table
from disclosure.models import DueDisclosure, Handling, Rating, SlipBatch, Suggestion
from disclosure.queries import sources as queries
from organization.roles import Role
from supervision import services as supervision_services
from tests import factories as people
from tests.controls import factories as control_factories
from tests.disclosure import catalogue_factories as factories
from tests.supervision import appraisals
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MARK = "绝密标记"


def written(source, **fields):
    item = factories.item(source=source, period="year", **fields)
    return queries.generated(people.system(), item)


def rows_of(body):
    """Cells of every table line of the body."""
    lines = [line for line in body.splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_rectifications_are_counted_by_department_and_by_source():
    where = people.department("药剂科")
    supervision_factories.closed(supervision_factories.finding(where))
    supervision_factories.missed(supervision_factories.finding(where))
    supervision_factories.finding(where, source="inspection")

    made = written("rectifications")

    assert made.title == f"{TODAY.year}年度问题整改结果"
    assert made.body.splitlines()[0] == (
        f"{TODAY.year}年度共发现问题3个，已整改销号1个，其中按期1个；逾期未报告整改的1个。"
    )
    assert rows_of(made.body) == [
        ["部门", "发现", "已销号", "其中按期", "整改中", "其中逾期"],
        ["药剂科", "3", "1", "1", "2", "1"],
        ["来源", "发现", "已销号", "其中按期", "整改中", "其中逾期"],
        ["审计", "2", "1", "1", "1", "1"],
        ["巡察", "1", "0", "0", "1", "0"],
    ]


def test_findings_of_the_leadership_and_of_other_years_are_left_out():
    supervision_factories.leader_finding()
    supervision_factories.finding(found_on=date(TODAY.year - 1, 12, 31))

    assert written("rectifications") is None


def test_the_year_of_a_due_disclosure_is_the_one_told():
    item = factories.item(source="rectifications")
    supervision_factories.finding(found_on=date(TODAY.year - 1, 12, 30))
    due = factories.due(item, arose_on=date(TODAY.year - 1, 12, 31))

    assert queries.generated(people.system(), item) is None
    assert queries.generated(people.system(), item, due).title == f"{TODAY.year - 1}年度问题整改结果"


def test_half_a_year_is_told_with_its_own_figures():
    item = factories.item(source="rectifications", period="half")
    supervision_factories.finding(found_on=date(TODAY.year - 1, 3, 1))
    supervision_factories.finding(found_on=date(TODAY.year - 1, 9, 1))
    day = date(TODAY.year - 1, 6, 30)
    due = DueDisclosure(item=item, label="上半年", arose_on=day, due_on=day)

    body = queries.generated(people.system(), item, due).body

    assert body.splitlines()[0].startswith(f"{TODAY.year - 1}年上半年共发现问题1个")


def test_an_appraisal_of_another_year_is_not_told_of_a_years_due_disclosure():
    appraisal = appraisals.published(people.department())
    item = factories.item(source="appraisals", period="year")
    event = factories.item(source="appraisals")
    late, right = (date(appraisal.cycle.year + year, 12, 31) for year in (1, 0))

    def told(of, day):
        made = DueDisclosure(item=of, label="期满", arose_on=day, due_on=day)
        return bool(queries.generated(people.system(), of, made))

    assert [told(item, late), told(item, right), told(event, late)] == [False, True, True]


def test_appraisals_are_told_in_bands_by_department_once_published():
    first, second = people.department("药剂科"), people.department("设备科")
    appraisals.only(("年度检查", "manual", "", 100))
    appraisal = appraisals.opened(first, second)
    appraisals.give(appraisal, **{first.code: 93, second.code: 79})
    before = written("appraisals")
    supervision_services.publish_appraisal(by=people.system(), appraisal=appraisal)

    made = written("appraisals")

    assert before is None
    assert rows_of(made.body) == [
        ["得分", "部门数"],
        ["90分及以上", "1"],
        ["80至89分", "0"],
        ["70至79分", "1"],
        ["70分以下", "0"],
        ["部门", "得分"],
        ["药剂科", "90分及以上"],
        ["设备科", "70至79分"],
    ]
    assert ("93" in made.body, "申诉期至" in made.body) == (False, True)


def test_after_the_appeals_nothing_is_said_of_them():
    where = people.department()
    appraisal = appraisals.published(where)
    type(appraisal).objects.filter(pk=appraisal.pk).update(state="closed")

    assert ("申诉期" in written("appraisals").body) is False


def test_tables_in_force_are_told_by_department_and_by_kind_of_measure():
    made = control_factories.table(people.department("药剂科"))
    control_factories.measure(made)
    control_factories.measure(made, due_on=TODAY + timedelta(days=30), kind="procedure")
    control_factories.in_force(made)
    control_factories.table(people.department("设备科"))

    told = written("tables")

    head = ["部门", "岗位", "高风险", "中风险", "低风险", "待定风险", "防控措施", "其中限期完成", "已完成"]
    cells = rows_of(told.body)
    grades = [int(cell) for cell in cells[1][2:6]]
    assert (cells[0], cells[1][:2], sum(grades), cells[1][6:]) == (head, ["药剂科", "1"], 1, ["2", "1", "0"])
    assert cells[2:] == [["措施类型", "防控措施", "已完成"], ["分权制衡", "1", "0"], ["程序规范", "1", "0"]]


def test_the_table_of_the_leadership_is_no_part_of_the_summary():
    control_factories.in_force(control_factories.table(people.root(), is_leadership=True))

    assert written("tables") is None


def suggestion(number, *, ago=1, kind="suggestion", closed=None, state="answered", due=10):
    at = timezone.now() - timedelta(days=ago)
    made = Suggestion.objects.create(
        kind=kind,
        text=MARK,
        name=MARK,
        contact=MARK,
        code_hash=f"code{number}",
        token_hash=f"token{number}",
        received_at=at,
        due_on=TODAY + timedelta(days=due),
    )
    if closed is not None:
        Handling.objects.create(suggestion=made, state=state, closed_at=timezone.now() - timedelta(days=closed))
    return made


def test_suggestions_and_ratings_are_counted():
    suggestion(1, closed=0)
    suggestion(2, closed=0, due=-3)
    suggestion(3, closed=0, state="refused")
    suggestion(4, kind="question")
    batch = SlipBatch.objects.create(
        department=people.department(), title="门诊", count=9, expires_on=TODAY, made_by=people.system()
    )
    for number, level in enumerate(("good", "good", "poor"), 1):
        Rating.objects.create(batch=batch, number=number, level=level, reason=MARK, rated_on=TODAY)

    made = written("suggestions")

    assert rows_of(made.body) == [
        ["类型", "收到", "已答复", "其中按期", "不予受理"],
        ["咨询", "1", "0", "0", "0"],
        ["意见建议", "3", "2", "1", "1"],
        ["评价", "份数"],
        ["满意", "2"],
        ["基本满意", "0"],
        ["不满意", "1"],
    ]


def test_of_a_period_without_any_nothing_is_written_and_with_ratings_alone_it_says_so():
    assert written("suggestions") is None
    batch = SlipBatch.objects.create(
        department=people.department(), title="门诊", count=9, expires_on=TODAY, made_by=people.system()
    )
    Rating.objects.create(batch=batch, number=1, level="good", rated_on=TODAY)

    assert "本期没有收到意见建议。" in written("suggestions").body


def test_what_came_in_in_another_quarter_is_not_counted():
    suggestion(1, ago=120)
    item = factories.item(source="suggestions", period="quarter")

    assert queries.generated(people.system(), item) is None


@pytest.mark.parametrize("source", ["", "powers"])
def test_what_is_written_by_hand_or_publishes_itself_is_not_written(source):
    assert written(source) is None


def test_nothing_is_written_for_people_of_other_departments():
    supervision_factories.finding()
    item = factories.item(source="rectifications")
    filer, stranger = people.holder(Role.FILER, item.department), people.holder(Role.FILER, people.department())

    assert (queries.generated(filer, item) is None, queries.generated(stranger, item) is None) == (False, True)


def marked_world():
    """Findings, a table, an appraisal, suggestions and ratings with the marker in every text and name that is not public."""
    where, named = people.department("药剂科"), people.person(MARK)
    made = control_factories.table(where)
    point = control_factories.point_of(made)
    type(point).objects.filter(pk=point.pk).update(description=MARK, manifestation=MARK, grade_reason=MARK)
    control_factories.measure(made, text=MARK, proof=MARK)
    type(point.post).objects.filter(pk=point.post_id).update(name=MARK)
    control_factories.in_force(made)
    supervision_factories.finding(where, text=MARK, evidence=MARK, new_point=MARK)
    supervision_factories.planned(supervision_factories.finding(where), measures=MARK)
    supervision_factories.reported(supervision_factories.finding(where), report=MARK)
    appraisals.published(where)
    suggestion(1, closed=0)
    batch = SlipBatch.objects.create(department=where, title=MARK, count=9, expires_on=TODAY, made_by=named)
    Rating.objects.create(batch=batch, number=1, level="good", reason=MARK, rated_on=TODAY)


@pytest.mark.parametrize("source", queries.WRITERS)
def test_a_marker_in_every_text_and_name_is_in_nothing_that_is_written(source):
    marked_world()

    made = written(source)

    assert (MARK in made.title, MARK in made.body) == (False, False)
    assert f"数据截至{TODAY.year}年{TODAY.month}月{TODAY.day}日" in made.body


@pytest.mark.parametrize("source", queries.WRITERS)
def test_each_is_written_in_few_queries(django_assert_max_num_queries, source):
    marked_world()
    item = factories.item(source=source, period="year")

    with django_assert_max_num_queries(6):
        queries.generated(people.system(), item)


def test_a_table_lets_no_cell_break_out():
    assert table(["部门", "数"], [["a|b\n# c\\", 1]]) == "| 部门 | 数 |\n| --- | ---: |\n| a\\|b # c\\\\ | 1 |"


def test_a_table_without_rows_is_its_head():
    assert table(["部门"], []) == "| 部门 |\n| --- |"
