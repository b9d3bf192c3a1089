"""A 风险提示 as it is printed, without a database behind it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintedWarning:
    """防控通知书 (一级) or 处置通知书 (二级): to whom, about what, what is asked, until when."""

    hospital_name: str
    discipline_name: str
    addressee: str
    kind: str
    number: str
    title: str
    point: str
    text: str
    sent_on: str
    due_on: str

    @property
    def issuer(self) -> str:
        """Whose paper it is."""
        return f"{self.hospital_name}{self.discipline_name}"
