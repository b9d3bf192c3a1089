"""Search on PostgreSQL goes by the index of pairs of characters and finds what the plain question finds."""

import pytest
from django.db import connection

from disclosure.calculations import searching
from disclosure.queries import public_search
from tests.disclosure import open_factories as opened

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def found(text, **how):
    return list(public_search.matches(searching.asked(text), **how).order_by("code").values_list("code", flat=True))


def test_words_of_any_length_are_found():
    item = opened.item()
    opened.publish(item, "CG-1", "药品采购结果", "甲公司中标")
    opened.publish(item, "CG-2", "设备采购公告", "采药品购")

    asked = ("药品采购", "采购", "甲", "cg-1", "药品 采购", "乙公司")
    assert [found(text) for text in asked] == [["CG-1"], ["CG-1", "CG-2"], ["CG-1"], ["CG-1"], ["CG-1", "CG-2"], []]
    assert found("药品采勾", is_near=True) == ["CG-1"]


def test_the_index_is_of_the_very_words_that_the_question_asks():
    sql, _values = public_search.matches(searching.asked("药品采购")).values("pk").query.sql_with_params()

    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'publication_search'")
        (definition,) = cursor.fetchone()

    assert "USING gin (disclosure_pieces(search_text))" in definition
    assert 'disclosure_pieces("disclosure_open"."search_text") @> disclosure_pieces(%s)' in sql
