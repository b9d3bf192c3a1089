"""The 一览表 of 300 rows as PDF, as a multiple of the same words in a bare WeasyPrint table drawn in the same run."""

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from html import escape

from bench.measure import Line
from controls import calculations, documents
from core.documents import pdf

ROWS, ROUNDS = 300, 3
POWERS = ("药品采购计划与订单", "医用耗材遴选与准入", "大额资金支付审批", "基本建设项目立项与概算审定")
POINTS = (
    "人工调整计划向某厂家倾斜，回避集采中选品种，事后以临床急需为由补办手续",
    "验收只认单不点货，短少由供应商“以后补”，账实长期不符而无人追问",
)
SHAPES = ("非中选品种占比升高；调整理由写“临床习惯”；同一厂家连续三个月增量", "签收单无实收数；补货单与原批次不符")
MEASURES = (
    "调整超过计划一成的自动送医保办和药事会会审，系统留痕并按月通报",
    "采购岗与库管、结算岗分开，采购岗两至三年轮换一次，离岗当天更换密钥",
)
GRADES = ("high", "medium", "low", "pending")
BARE_STYLE = """
@page { size: A3 landscape; margin: 15mm } body { font: 10pt/1.38 "Print Sans" }
table { width: 100%; table-layout: fixed; border-collapse: collapse } td, th { border: 1px solid; padding: 1mm }
thead { display: table-header-group } tr { break-inside: avoid }
"""


def measure() -> Iterator[Line]:
    """Draw both in turn: processor time, size and the peak of memory of the process so far."""
    table = sample()
    html = bare(table)
    pdf.render("<p>热</p>")
    sizes: list[int] = []
    bare_times, own_times = [], []
    for _round in range(ROUNDS):
        bare_times.append(seconds(lambda: pdf.render(html, css=BARE_STYLE)))
        own_times.append(seconds(lambda: sizes.append(len(documents.draw(table, kind="pdf", paper="A3")))))
    own = statistics.median(own_times)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    facts = {"s": round(own, 2), "KB": sizes[0] // 1024, "peak MB": peak}
    limits = {"s": 4, "peak MB": 320}
    yield Line(f"PDF of {ROWS} rows", own, statistics.median(bare_times), 0, facts, limits)


def seconds(job: Callable[[], object]) -> float:
    """Processor time of one run of `job`: it works alone in one thread, and waiting for others says nothing about it."""
    start = time.process_time()
    job()
    return time.process_time() - start


def sample():
    """A table of 300 rows in 60 posts, every other row with two measures."""
    rows = [sample_row(number) for number in range(ROWS)]
    posts = [
        calculations.PrintedPost(f"岗位{start // 5}", "high", "最高风险点", "王玥", tuple(rows[start : start + 5]))
        for start in range(0, ROWS, 5)
    ]
    return calculations.PrintedTable(
        hospital_name="江州市第一人民医院",
        committee_name="党委",
        title="岗位权力风险防控一览表",
        department="药剂科",
        edition="2026-1",
        state_note="",
        posts=tuple(posts),
        filler="王玥",
        head="李堃",
        overseer="分管副院长",
        approval="2026年第9次会议（2026年4月2日）",
        content_hash="0123456789abcdef" * 4,
        verify_url="http://127.0.0.1:8000/controls/tables/1/",
    )


def sample_row(number: int):
    """One row; its texts come round again every few rows."""
    texts = MEASURES[: 1 + number % 2]
    return calculations.PrintedRow(
        number=number + 1,
        department="药剂科",
        post=f"岗位{number // 5}",
        power=POWERS[number % 4],
        risk_type="业务流程",
        description=POINTS[number % 2],
        manifestation=SHAPES[number % 2],
        grade=GRADES[number % 4],
        measures=tuple(calculations.PrintedMeasure(text, "程序规范", "药品采购岗", "2027-03-31") for text in texts),
        leader="分管副院长",
    )


def bare(table) -> str:
    """The same words in a table without grouping, numbering, head or foot."""
    rows = "".join(f"<tr>{''.join(map(cell, cells(row)))}</tr>" for post in table.posts for row in post.rows)
    head = "".join(f"<th>{number}</th>" for number in range(12))
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def cell(text: str) -> str:
    """One bare cell."""
    return f"<td>{escape(text)}</td>"


def cells(row) -> list[str]:
    """The twelve texts of a row, several measures run together."""
    texts = [str(row.number), row.department, row.post, row.power, row.risk_type, row.description, row.manifestation]
    join = "；".join
    last = [
        row.grade,
        join(measure.text for measure in row.measures),
        join(measure.responsible for measure in row.measures),
        row.leader,
        join(measure.due for measure in row.measures),
    ]
    return texts + last
