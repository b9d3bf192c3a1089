"""What must hold between the rows of a workbook: codes once, references that lead somewhere, a tree, whole charts."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from config.loading import sheets
from config.loading.faults import Fault, WorkbookFaults
from config.loading.reader import Row, Workbook, read
from config.loading.sheets import SHEETS, Sheet
from powers.states import BasisStatus, FlowKind
from risks.states import RiskType


def load(data: bytes) -> Workbook:
    """Read and check a workbook. Raises `WorkbookFaults` with everything wrong in cells and between rows."""
    workbook = read(data)
    faults = workbook.faults + (_between_rows(workbook) if workbook.is_whole else [])
    if faults:
        order = {sheet.title: place for place, sheet in enumerate(SHEETS)}
        raise WorkbookFaults(sorted(faults, key=lambda fault: (order.get(fault.sheet, -1), fault.row)))
    return workbook


def _between_rows(workbook: Workbook) -> list[Fault]:
    faults: list[Fault] = []
    for sheet in SHEETS:
        faults += _duplicates(workbook, sheet)
        faults += _references(workbook, sheet)
    faults += _tree(workbook)
    faults += _posts(workbook)
    faults += _bases(workbook)
    faults += _links(workbook)
    faults += _points(workbook)
    return faults


def _duplicates(workbook: Workbook, sheet: Sheet) -> Iterator[Fault]:
    """A row named twice: by its code, or by its parent and text."""
    first: dict[tuple, int] = {}
    heading = "、".join(sheet.column(name).heading for name in sheet.key)
    for row in workbook[sheet]:
        key = tuple(row[name] for name in sheet.key)
        if not all(key):
            continue
        if key in first:
            message = _("与第 %(row)d 行重复：%(key)s。") % {"row": first[key], "key": " ".join(map(str, key))}
            yield Fault(sheet.title, row.number, heading, message)
        first.setdefault(key, row.number)


def _references(workbook: Workbook, sheet: Sheet) -> Iterator[Fault]:
    """Codes that no row of the sheet they refer to has."""
    for column in sheet.columns:
        if not column.refers_to:
            continue
        known = {row["code"] for row in workbook.rows[column.refers_to]}
        for row in workbook[sheet]:
            value = row[column.name]
            for code in value if isinstance(value, tuple) else [value]:
                if code and code not in known:
                    message = _("“%(code)s”在“%(sheet)s”表中没有。") % {"code": code, "sheet": column.refers_to}
                    yield Fault(sheet.title, row.number, column.heading, message)


def _tree(workbook: Workbook) -> Iterator[Fault]:
    """Departments hang below exactly one root, and none below itself."""
    rows = workbook[sheets.DEPARTMENTS]
    parents = {row["code"]: row["parent"] for row in rows}
    roots = [row for row in rows if not row["parent"]]
    if not roots and rows:
        yield Fault("部门", 0, "上级编码", _("没有顶级部门：应有且只有一个部门不填上级编码。"))
    for row in roots[1:]:
        message = _("也没有填上级编码；顶级部门只能有一个，已有“%(root)s”。") % {"root": roots[0]["name"]}
        yield Fault("部门", row.number, "上级编码", message)
    for row in rows:
        path = _circle(row["code"], parents)
        if path:
            yield Fault("部门", row.number, "上级编码", _("上级关系成环：%(path)s。") % {"path": " → ".join(path)})


def _circle(code: str, parents: dict[str, str]) -> list[str]:
    """The way up from `code` when it leads back to it."""
    path, at = [code], parents.get(code)
    while at and at not in path:
        path.append(at)
        at = parents.get(at)
    return [*path, code] if at == code else []


def _posts(workbook: Workbook) -> Iterator[Fault]:
    for row in workbook[sheets.POSTS]:
        if row["rotation_years"] and not row["is_key"]:
            yield Fault("岗位", row.number, "轮岗年限", _("只有重点岗位填写轮岗年限。"))


def _bases(workbook: Workbook) -> Iterator[Fault]:
    for row in workbook[sheets.BASES]:
        if row["status"] == BasisStatus.VALID and not row["verified_on"]:
            yield Fault("依据", row.number, "核对日期", _("状态为“有效”的须填核对日期；没有核对的请填“待核”。"))


def _charts(workbook: Workbook) -> dict[tuple[str, str], dict[int, Row]]:
    charts: dict[tuple[str, str], dict[int, Row]] = defaultdict(dict)
    for row in workbook[sheets.STEPS]:
        if row["number"]:
            charts[row["power"], row["flow"]][row["number"]] = row
    return charts


def _links(workbook: Workbook) -> Iterator[Fault]:
    """后续环节 that lead to a step the chart does not have."""
    for (power, _kind), steps in _charts(workbook).items():
        for row in steps.values():
            for link in row["links"]:
                if link.to is not None and link.to not in steps:
                    message = _("指向第 %(to)d 步，%(power)s这张图没有这一步。") % {"to": link.to, "power": power}
                    yield Fault("流程环节", row.number, "后续环节", message)


def _points(workbook: Workbook) -> Iterator[Fault]:
    """A risk point's step must be in its power's internal chart; a 业务流程 point must have both."""
    charts = _charts(workbook)
    for row in workbook[sheets.POINTS]:
        power, step = row["power"], row["step"]
        if row["type"] == RiskType.PROCESS and not (power and step):
            yield Fault("风险点", row.number, "环节序号", _("“业务流程”风险须填职权编码和环节序号。"))
        elif step and not power:
            yield Fault("风险点", row.number, "环节序号", _("填了环节序号，却没有填职权编码。"))
        elif step and step not in charts.get((power, FlowKind.INTERNAL), {}):
            message = _("%(power)s的内部流程图没有第 %(step)d 步。") % {"power": power, "step": step}
            yield Fault("风险点", row.number, "环节序号", message)
