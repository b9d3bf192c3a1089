"""A printed 一览表 made of value objects, with usual words where a test names none."""

from controls import calculations

HEADINGS = "序号 部门 岗位 职权 风险类型 风险点 表现形式 等级 防控措施 责任人 责任领导 完成时限".split()
HASH = "a3f09c1b" + "0" * 56
URL = "http://127.0.0.1:8000/controls/tables/12/"


def measure(text="双人验收", **fields):
    return calculations.PrintedMeasure(
        **{"text": text, "kind": "程序规范", "responsible": "药库管理岗", "due": "长期", **fields}
    )


def row(number=1, **fields):
    usual = {
        "number": number,
        "department": "药剂科",
        "post": "药品采购岗",
        "power": "药品采购计划",
        "risk_type": "业务流程",
        "description": f"第{number}点",
        "manifestation": "账实不符",
        "grade": "medium",
        "measures": (measure(),),
        "leader": "分管副院长",
    }
    return calculations.PrintedRow(**{**usual, **fields})


def post(name="药品采购岗", rows=(), **fields):
    usual = {"grade": "high", "grade_reason": "最高风险点等级", "holders": "王玥", "rows": tuple(rows) or (row(),)}
    return calculations.PrintedPost(name=name, **{**usual, **fields})


def table(*posts, **fields):
    usual = {
        "hospital_name": "江州市第一人民医院",
        "committee_name": "党总支",
        "title": "岗位权力风险防控一览表",
        "department": "药剂科",
        "edition": "2026-1",
        "state_note": "",
        "posts": posts,
        "filler": "李堃",
        "head": "陈喆",
        "overseer": "分管副院长",
        "approval": "2026年第9次会议（2026年4月2日）",
        "content_hash": HASH,
        "verify_url": URL,
    }
    return calculations.PrintedTable(**{**usual, **fields})
