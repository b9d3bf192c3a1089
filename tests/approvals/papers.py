"""A printed meeting and filing made of value objects, and what a reader finds in the files drawn from them."""

import functools
import io
import re

import docx
import pypdf

from approvals import calculations, documents

HASH = "21b6010b4b22181c5e963d095f4249cbde3e0d12d406ada8bb18e66d9ac692a9"
LIST_HASH = "7ce236527840de03b50422b6b5cf57aed226c51cfa84377f14909a69b63ab73a"
URL = f"http://127.0.0.1:8000/approvals/verify/{HASH}/"


def vote(**fields):
    usual = {
        "title": "审定药剂科清单",
        "presided_by": "陈书记",
        "result": "通过",
        "arithmetic": "应到9人，同意7票，通过须5票；7≥5，通过。",
        "reason": "",
        "figures": (9, 1, 8, 5, 7, 1, 0, 5),
        "names": (("同意", "陈书记、王院长"), ("不同意", "赵委员")),
    }
    return calculations.PrintedVote(**{**usual, **fields})


def entry(**fields):
    usual = {
        "name": "药剂科 2026年第1版清单",
        "sha256": LIST_HASH,
        "verdict": "agree",
        "verdict_word": "同意",
        "reason": "",
        "in_force_on": "2026年3月5日",
    }
    return calculations.PrintedEntry(**{**usual, **fields})


def item(**fields):
    usual = {
        "position": 1,
        "title": "审定药剂科清单",
        "entries": (entry(),),
        "recusals": (("钱委员", "涉及本人岗位", "YP-01"),),
        "recused_count": 1,
        "statements": (("赵委员", "措施还不够具体。"), ("陈书记", "同意。")),
        "votes": (vote(),),
        "postponed_reason": "",
        "implementer": "党办牵头",
        "due_on": "2026年4月5日",
        "presided_by": (),
    }
    return calculations.PrintedItem(**{**usual, **fields})


def meeting(*items, **fields):
    rule = calculations.PrintedRule(
        name="一般事项议事规则第1版",
        sentences=("到会过半", "同意过半", "回避计入应到", "末位表态"),
    )
    usual = {
        "hospital_name": "江州市第一人民医院",
        "committee_name": "党委",
        "office_name": "党办",
        "number": "党委会〔2026〕3号",
        "matter": "一般事项",
        "rule": rule,
        "held_on": "2026年3月5日",
        "began": "15:00",
        "ended": "16:10",
        "place": "行政楼三楼会议室",
        "urgent_reason": "",
        "chair": "陈书记",
        "recorder": "周记录",
        "due": ("陈书记", "王院长", "赵委员", "钱委员"),
        "present": ("陈书记", "王院长", "赵委员"),
        "on_leave": ("钱委员（出差）",),
        "absent": (),
        "observers": ("孙列席",),
        "items": items or (item(),),
        "sha256": HASH,
        "verify_url": URL,
    }
    return calculations.PrintedMeeting(**{**usual, **fields})


def filing(**fields):
    usual = {
        "hospital_name": "江州市第一人民医院",
        "committee_name": "党委",
        "office_name": "党办",
        "body": "江州市卫生健康委员会党组",
        "number": "廉洁风险备案〔2026〕1号",
        "supplements": "",
        "edition": "2026年第1版",
        "meeting": "党委会〔2026〕3号",
        "held_on": "2026年3月5日",
        "in_force_on": "2026年3月5日",
        "lists": (("风险清单", 12, LIST_HASH),),
        "grades": (("高", 5), ("中", 4), ("低", 3), ("待定", 0)),
        "note": "",
        "issued_on": "2026年3月9日",
        "sha256": HASH,
        "verify_url": URL,
    }
    return calculations.PrintedFiling(**{**usual, **fields})


@functools.lru_cache
def reader(official):
    """The document as PDF, opened."""
    return pypdf.PdfReader(io.BytesIO(documents.draw(official, kind="pdf")))


def pages(official):
    """Text of each page of the PDF without white space."""
    return ["".join(page.extract_text().split()) for page in reader(official).pages]


def text_of(official, kind):
    """The whole text of the document drawn as `kind`, without white space and without numbers of pages."""
    if kind == "pdf":
        return re.sub(r"—\d+—", "", "".join(pages(official)))
    opened = docx.Document(io.BytesIO(documents.draw(official, kind="docx")))
    words = [each.text or "" for each in opened.element.body.iter() if each.tag.endswith("}t")]
    return "".join("".join(words).split())
