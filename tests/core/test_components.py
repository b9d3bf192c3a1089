"""Components: each is shown in the gallery, says its parameters, and renders the words that count."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django import forms as django_forms
from django.conf import settings
from django.template import engines
from django.template.loader import render_to_string
from django.utils import timezone

from core import forms
from core.registry import Fault, RowDifference
from core.states import ListState
from core.templatetags import desk
from organization.models import Person
from powers.models import PowerList
from tests import factories

TEMPLATES = Path(settings.BASE_DIR, "templates")
KNOWN_ADDRESSES = ('itemtype="https://schema.org/', 'href="https://www.12388.gov.cn/"')
"""Words of a vocabulary, and the one other site that readers are led to: nothing is asked of either."""
COMPONENTS = sorted(TEMPLATES.glob("components/**/*.html"))


def shown(text, **context):
    template = engines["django"].from_string("{% load desk %}" + text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", template.render(context))).strip()


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.name)
def test_each_component_begins_with_a_comment(path):
    assert re.match(r"\{% comment %}|\{# ", path.read_text())


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_carries_a_script_a_style_or_a_handler(path):
    text = path.read_text()
    for known in KNOWN_ADDRESSES:
        text = text.replace(known, "")
    found = re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|https?://", text)

    assert found == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("high", "▲ 高"),
        ("medium", "◆ 中"),
        ("low", "● 低"),
        ("pending", "○ 待定"),
        ("", "○ 待定"),
        (None, "○ 待定"),
        ("高", "▲ 高"),
    ],
)
def test_a_grade_is_a_shape_and_a_word(code, words):
    assert shown("{% grade code %}", code=code) == words


def test_a_chosen_field_is_shown_in_its_word():
    assert shown("{{ list|choice:'state' }}", list=PowerList(state="in_force")) == "已生效"
    assert shown("{{ list|choice:'state' }}", list=PowerList(state="")) == ""


def test_a_state_is_a_word_in_its_tone():
    html = engines["django"].from_string("{% load desk %}{% state code %}").render({"code": ListState.IN_FORCE})

    assert html.strip() == '<span class="state tone-green">已生效</span>'
    assert shown("{% state 'open' '待处理' %}") == "待处理"


def test_a_day_near_today_says_so_beside_the_date():
    today = timezone.localdate()

    assert shown("{{ on|day }}", on=today) == f"{today:%Y-%m-%d}（今天）"
    assert shown("{{ on|day }}", on=date(2020, 1, 2)) == "2020-01-02"
    assert shown("{{ on|day }}", on=None) == ""


def test_each_form_key_is_new():
    keys = re.findall(
        r'value="([0-9a-f-]{36})"',
        engines["django"].from_string("{% load desk %}{% form_key %}{% form_key %}").render(),
    )

    assert len(set(keys)) == 2


class Draft(forms.Guided, django_forms.Form):
    name = django_forms.CharField(label="名称", help_text="写全称。")
    note = django_forms.CharField(label="备注", required=False)
    reason = django_forms.CharField(label="理由", required=False)
    scope = django_forms.ChoiceField(label="范围", widget=django_forms.RadioSelect, choices=[("a", "社会")])

    examples = (("name", "药剂科"),)
    conditional = ("reason",)
    parts = (("basic", "基本", ("name", "scope")),)


def test_a_form_names_its_faults_once_beside_the_field_and_once_in_a_summary_that_links_there():
    html = str(Draft({"note": "有"}))

    assert re.findall(r'<a href="(#[\w]+)">([^<]+)</a>', html) == [
        ("#id_name", "名称：请填写这一项。"),
        ("#id_scope_group", "范围：请选择一项。"),
    ]
    assert re.findall(r'<input type="text" name="name"[^>]*aria-describedby="([^"]+)"', html) == [
        "id_name_helptext id_name_error"
    ]
    assert [html.count(f'id="{name}"') for name in ("id_name_helptext", "id_name_error", "id_scope_group")] == [1, 1, 1]


def test_an_optional_field_is_marked_and_one_required_sometimes_is_not():
    html = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", str(Draft())))

    assert html.split() == ["名称", "写全称。", "例：药剂科", "备注", "（选填）", "理由", "范围", "社会"]


class Dated(Draft):
    due = ("note",)
    parts = (("basic", "基本", ("name", "note")),)


def test_what_a_submission_needs_is_marked_and_its_section_is_complete_only_with_it():
    bare, full = Dated({"name": "药剂科"}), Dated({"name": "药剂科", "note": "有"})

    assert "备注 （报审前须填）" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", str(bare)))
    assert [form.sections()[0].is_complete for form in (bare, full)] == [False, True]


def test_a_section_knows_whether_it_is_filled_and_the_rest_follows_untitled():
    sections = Draft({"name": "药剂科", "scope": "a"}).sections()

    assert [(section.title, section.is_complete, section.has_errors) for section in sections] == [
        ("基本", True, False),
        ("", False, False),
    ]


def test_a_long_choice_stays_a_select_with_words_to_find_its_options_by():
    field = django_forms.ChoiceField(
        choices=[("", "-"), ("a", "药剂科")], widget=forms.LongChoice(words=lambda *_: "yjk")
    )
    html = field.widget.render("department", "a")

    assert re.findall(r'<option value="(\w*)"[^>]*?(?:data-words="(\w+)")?[^>]*>', html) == [("", ""), ("a", "")]
    assert 'data-words="yjk"' in html


def test_many_choices_are_checkboxes_brought_together_under_their_titles():
    choices = [("b", "内科"), ("a", "药剂科"), ("c", "外科")]
    kinds = {"a": "医技", "b": "临床", "c": "临床"}
    widget = forms.ManyChoices(choices=choices, words=lambda value, _label: f"w{value}", group=kinds.get)

    html = widget.render("departments", ["c"], {"id": "id_departments"})

    order = re.findall(r'<legend>(\w+)|data-words="(\w+)"|value="(\w)"|for="(\w+)"', html)
    assert ["".join(found) for found in order] == [
        *("临床", "wb", "b", "id_departments_0", "wc", "c", "id_departments_2"),
        *("医技", "wa", "a", "id_departments_1"),
    ]
    assert re.findall(r'value="(\w)" id="\w+" checked', html) == ["c"]


def test_many_choices_without_groups_or_words_stand_in_one_box():
    html = forms.ManyChoices(choices=[("a", "药剂科"), ("b", "内科")]).render("departments", [])

    assert (html.count("many-group"), html.count("<legend>"), html.count("data-words")) == (1, 0, 0)


def test_words_of_rows_are_those_they_are_searched_by():
    assert forms.search_words(PowerList(), "x") == ""
    assert forms.search_words(Person(search_text="张三 zs"), "x") == "张三 zs"


def test_what_blocks_stands_before_what_warns():
    faults = [Fault("w", "没有指标", is_blocking=False), Fault("b", "没有措施", url="/x/", row_code="F-1")]

    text = shown('{% include "components/checks.html" %}', faults=faults)

    assert text == "报审前检查 须改正 F-1 没有措施 去改正 ：F-1 没有措施 提醒 没有指标"


def test_what_is_said_of_several_rows_is_said_once_with_a_link_to_each():
    faults = [
        Fault("b", "依据尚未核对", url="/1/", row_code="Y-1", is_blocking=False),
        Fault("c", "没有时限", url="/3/", row_code="Y-3", is_blocking=False),
        Fault("b", "依据尚未核对", url="/2/", row_code="Y-2", is_blocking=False),
    ]

    html = engines["django"].from_string('{% include "components/checks.html" %}').render({"faults": faults})

    assert shown('{% include "components/checks.html" %}', faults=faults) == (
        "报审前检查 提醒 依据尚未核对 Y-1 Y-2 提醒 Y-3 没有时限 去查看 ：Y-3 没有时限"
    )
    assert re.findall(r'href="([^"]+)"', html) == ["/1/", "/2/", "/3/"]


def test_a_difference_marks_each_row_by_a_word():
    rows = [
        RowDifference("a", "Y1", "甲", "new"),
        RowDifference("b", "Y2", "乙", "changed", (("时限", "15", "10"),)),
        RowDifference("c", "Y3", "丙", "removed"),
    ]

    text = shown('{% include "components/difference.html" %}', difference=rows, same=3)

    assert text == "新增 Y1 甲 修改 Y2 乙 时限 原为： 15 现为： 10 删除 Y3 丙 另有 3 项未变。"


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("400.html", "这次请求无法读取"),
        ("403_csrf.html", "页面打开太久，已经过期"),
        ("500.html", "系统出错了，这不是您的操作造成的"),
        ("503.html", "系统暂时不能访问"),
    ],
)
def test_a_page_for_a_broken_moment_needs_no_context_and_no_database(name, heading):
    assert re.findall("<h1>(.*)</h1>", render_to_string(name)) == [heading]


@pytest.mark.django_db
def test_the_gallery_shows_every_component_to_a_person_logged_in(client):
    client.force_login(factories.person())
    desk._drawn.cache_clear()

    response = client.get("/ui/")
    rendered = {template.name.split("#")[0] for template in response.templates if template.name}

    assert response.status_code == 200
    elsewhere = {"list_page", "hero", "draft", "cells/moment", "cells/yes_no"}
    names = {str(path.relative_to(TEMPLATES)) for path in COMPONENTS}
    assert names - rendered == {f"components/{name}.html" for name in elsewhere}


@pytest.mark.django_db
def test_the_gallery_asks_a_visitor_to_log_in(client):
    assert client.get("/ui/").status_code == 302


@pytest.mark.django_db
def test_an_unknown_address_is_a_page_of_ours_for_both_faces(client):
    visitor = client.get("/no-such-page/").content.decode()
    client.force_login(factories.person())
    person = client.get("/no-such-page/").content.decode()

    assert [("没有找到这个页面" in page, 'class="public"' in page) for page in (visitor, person)] == [
        (True, True),
        (True, False),
    ]


@pytest.mark.parametrize("value", [date(2026, 3, 5), datetime(2026, 3, 4, 16, 30, tzinfo=UTC)])
@timezone.override("Asia/Shanghai")
def test_a_day_in_running_text_is_written_out(value):
    assert shown("{{ value|long_day }}", value=value) == "2026年3月5日"
