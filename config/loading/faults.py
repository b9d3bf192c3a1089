"""What is wrong with a workbook, each fault with its place; all of them at once."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Fault:
    """One fault: the sheet, the row as Excel numbers it (0: the sheet itself), the column, what is wrong."""

    sheet: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"“{self.sheet}”" if self.sheet else _("文件")
        if self.row:
            place += _("第 %(row)d 行") % {"row": self.row}
        if self.column:
            place += _("“%(column)s”列") % {"column": self.column}
        return f"{place}：{self.message}"


class WorkbookFaults(Exception):
    """The workbook can't be loaded; `faults` are all that was found, in the order of sheets and rows."""

    def __init__(self, faults: list[Fault]):
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
