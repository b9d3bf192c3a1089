"""The legal clock: working days over the holidays of 2026, and periods."""

from datetime import date

import pytest

from disclosure.calculations import clock

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2025-12-31", 1, "2026-01-04"),  # 元旦, made up on a Sunday
        ("2026-02-13", 1, "2026-02-14"),  # a Saturday that is worked
        ("2026-02-13", 2, "2026-02-24"),  # over 春节
        ("2026-02-27", 1, "2026-02-28"),  # a Saturday that is worked
        ("2026-04-30", 3, "2026-05-08"),  # over 劳动节
        ("2026-05-08", 1, "2026-05-09"),  # a Saturday that is worked
        ("2026-09-18", 1, "2026-09-20"),  # a Sunday that is worked
        ("2026-09-18", 20, "2026-10-22"),  # over 中秋 and 国庆节
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-09", 1, "2026-10-10"),  # a Saturday that is worked
        ("2026-09-30", 20, "2026-11-03"),  # the third quarter
        ("2026-11-26", 20, "2026-12-24"),
    ],
)
def test_the_last_day_is_counted_over_the_holidays_of_2026(start, days, due):
    counted = clock.count(date.fromisoformat(start), days, {})

    assert (counted.due_on, counted.is_provisional) == (date.fromisoformat(due), False)


def test_the_hospitals_own_days_go_before_the_national_calendar():
    own = {date(2026, 11, 27): False, date(2026, 11, 28): True}

    counted = clock.count(TODAY, 2, own)

    assert (counted.due_on, counted.own_days, counted.make_up_days) == (date(2026, 11, 30), 1, (date(2026, 11, 28),))


def test_the_counting_is_told_with_what_was_left_out_and_what_was_worked():
    start = date(2026, 9, 18)

    told = clock.in_words(clock.count(start, 20, {}), start=start, days=20)

    assert told == (
        "9月18日的次日起数20个工作日，到10月22日；"
        "扣除周末4天、中秋（9月25日至9月27日，3天）、国庆节（10月1日至10月7日，7天）；计入调休上班9月20日、10月10日。"
    )


def test_one_day_off_and_the_hospitals_own_rest_are_told_too():
    start = date(2026, 11, 26)
    counted = clock.count(start, 1, {date(2026, 11, 27): False})
    alone = clock.Counting(date(2026, 11, 27), 0, (("清明", start, start),), 0, (), False)

    told = [clock.in_words(each, start=start, days=1) for each in (counted, alone)]

    assert told == [
        "11月26日的次日起数1个工作日，到11月30日；扣除周末2天、本院休息日1天。",
        "11月26日的次日起数1个工作日，到11月27日；扣除清明（11月26日至11月26日，1天）。".replace(
            "11月26日至11月26日", "11月26日"
        ),
    ]


def test_a_count_without_a_rest_says_nothing_of_one():
    start = date(2026, 11, 23)

    assert clock.in_words(clock.count(start, 1, {}), start=start, days=1) == "11月23日的次日起数1个工作日，到11月24日。"


def test_a_count_into_a_year_without_holidays_is_provisional_and_says_so():
    start = date(2026, 12, 20)

    counted = clock.count(start, 20, {})

    assert counted.is_provisional is True
    assert clock.in_words(counted, start=start, days=20) == (
        "12月20日的次日起数20个工作日，到2027年1月15日；扣除周末6天；2027年的节假日尚未公布，先按周一至周五计算。"
    )


@pytest.mark.parametrize(
    ("period", "day", "label", "start", "end"),
    [
        ("month", "2026-02-10", "2026年2月", "2026-02-01", "2026-02-28"),
        ("month", "2026-12-31", "2026年12月", "2026-12-01", "2026-12-31"),
        ("quarter", "2026-09-30", "2026年第3季度", "2026-07-01", "2026-09-30"),
        ("quarter", "2026-10-01", "2026年第4季度", "2026-10-01", "2026-12-31"),
        ("half", "2026-06-30", "2026年上半年", "2026-01-01", "2026-06-30"),
        ("half", "2026-07-01", "2026年下半年", "2026-07-01", "2026-12-31"),
        ("year", "2026-03-05", "2026年度", "2026-01-01", "2026-12-31"),
    ],
)
def test_the_period_of_a_day(period, day, label, start, end):
    span = clock.span_of(period, date.fromisoformat(day))

    assert span == clock.Span(label, date.fromisoformat(start), date.fromisoformat(end))


def test_a_period_has_ended_on_the_day_after_its_last_and_the_one_before_the_item_was_made_is_left_alone():
    def labels(today):
        return [span.label for span in clock.ended_spans("quarter", since=date(2026, 3, 31), today=today)]

    assert labels(date(2026, 3, 31)) == []
    assert labels(date(2026, 4, 1)) == ["2026年第1季度"]
    assert labels(date(2027, 1, 1)) == ["2026年第1季度", "2026年第2季度", "2026年第3季度", "2026年第4季度"]
