"""The head of the trail outside the database: written once a day, appended, and missed when it is altered."""

import json

import pytest

from core import services, tasks
from core.documents import heads
from core.models import AuditEvent, Duty
from core.registry import registry
from tests import factories, proof

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.AUDIT_HEAD_DIR = str(tmp_path / "audit" / "heads")
    return tmp_path / "audit" / "heads" / heads.FILE


@pytest.fixture
def kept(file):
    """Two heads in the file, of a trail that has begun."""
    services.record(by=factories.system(), verb="core.deed")
    first = services.write_head(by=factories.system())
    second = services.write_head(by=factories.system())
    return [first, second]


def rewrite(file, change):
    """Each line of the file as `change` makes it; None takes it out."""
    lines = [change(number, json.loads(line)) for number, line in enumerate(file.read_text().splitlines(), 1)]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines if line))


def test_a_head_says_sequence_hash_and_count_of_the_trail(file):
    last = services.record(by=factories.system(), verb="core.deed")

    services.write_head(by=factories.system())

    line = json.loads(file.read_text())
    assert (line["sequence"], line["hash"], line["count"]) == (last.sequence, last.hash, AuditEvent.objects.count() - 1)


def test_each_head_is_appended_and_told_in_the_trail(file, kept):
    lines = [json.loads(line) for line in file.read_text().splitlines()]

    told = AuditEvent.objects.filter(verb="core.write_head").order_by("sequence").values_list("details", flat=True)

    assert (lines, lines) == ([head.line() for head in kept], list(told))


def test_heads_as_they_were_written_are_no_breach(kept):
    assert proof.told("链尾") == []


def test_before_the_first_head_nothing_is_missed():
    assert (proof.told("链尾"), heads.kept()) == ([], None)


def test_the_page_is_told_the_first_and_the_last(kept):
    assert heads.kept().count == 2
    assert (heads.kept().first.sequence, heads.kept().last.hash) == (kept[0].sequence, kept[1].hash)


CHANGES = (
    ("hash", "0" * 64, "留存的哈希与库里第"),
    ("sequence", 7, "条数"),
    ("count", 7, "条数"),
    ("at", "2020-01-01T00:00:00+00:00", "链尾文件"),
)


@pytest.mark.parametrize(("name", "value", "words"), CHANGES)
def test_a_line_altered_is_told_and_missed(file, kept, name, value, words):
    rewrite(file, lambda number, line: {**line, name: value} if number == 1 else line)

    found = proof.told("链尾")

    assert any(words in text for text in found)
    assert any("文件被删改或换了地方" in text for text in found)


def test_a_line_taken_out_is_missed(file, kept):
    rewrite(file, lambda number, line: None if number == 2 else line)

    (found,) = proof.told("链尾")

    assert f"记有第 {kept[1].sequence} 条链尾的留存" in found


def test_the_whole_file_taken_away_is_missed(file, kept):
    file.unlink()

    assert len(proof.told("链尾")) == 2


@pytest.mark.parametrize("text", ["?", "[]", '{"at": "x"}', '{"sequence": 1}'])
def test_a_line_that_nobody_can_read_is_told(file, kept, text):
    with file.open("a") as opened:
        opened.write(f"{text}\n")

    assert proof.told("链尾") == ["链尾文件第 3 行：不是留存时写的样子，读不懂：链尾文件被改过"]


def test_a_file_that_cannot_be_opened_is_told(file):
    file.mkdir(parents=True)

    (found,) = proof.told("链尾")

    assert found.startswith(f"{file}：读不到")
    assert heads.kept() is None


def test_the_head_is_asked_for_once_a_day(monkeypatch):
    done = []
    monkeypatch.setattr(registry, "daily_duties", [services.HEAD_DUTY])
    monkeypatch.setitem(registry.duty_handlers, services.HEAD_DUTY, lambda duty, phase: done.append(duty.key))

    tasks.ask_daily()
    tasks.ask_daily()
    services.sweep()
    tasks.ask_daily()
    services.sweep()

    assert (len(done), Duty.objects.filter(kind=services.HEAD_DUTY).count()) == (1, 1)


def test_the_beat_asks_for_the_head_every_hour(settings):
    asked = settings.CELERY_BEAT_SCHEDULE["ask-daily-duties"]

    assert services.HEAD_DUTY in registry.daily_duties
    assert (asked["task"], asked["schedule"].minute, len(asked["schedule"].hour)) == (tasks.ask_daily.name, {7}, 24)


def test_a_head_that_cannot_be_written_leaves_no_word_in_the_trail(file):
    file.mkdir(parents=True)

    with pytest.raises(OSError, match="directory"):
        services.write_head(by=factories.system())

    assert AuditEvent.objects.filter(verb="core.write_head").count() == 0
