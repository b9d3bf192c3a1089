"""What the form of the public face needs to know: departments, what is being asked about, which slip is used."""

from dataclasses import dataclass

from django.db.models import CharField, Value
from django.utils import timezone

from disclosure.calculations import slips
from disclosure.models import OpenBatch, OpenPublication


@dataclass(frozen=True)
class Subjects:
    """Departments that publish, code and name; and code, title and department of what `about` names, else empty."""

    departments: list[tuple[str, str]]
    code: str = ""
    title: str = ""
    department: str = ""


@dataclass(frozen=True)
class Slip:
    """A printed slip that may be used: its batch, its number in it, and what it rates."""

    batch: int
    number: int
    title: str


def subjects(about: str) -> Subjects:
    """What can be asked about, in one query over what is open."""
    nothing = Value("", output_field=CharField())
    places = OpenPublication.objects.order_by().values_list("department_code", "department_name", nothing, nothing)
    named = OpenPublication.objects.order_by().filter(code=about)
    rows = places.union(named.values_list("department_code", "department_name", "code", "title"))
    departments, found = {}, ("", "", "")
    for place, name, code, title in rows:
        departments[place] = name
        found = (code, title, place) if code else found
    return Subjects(sorted(departments.items()), *found)


def slip(code: str) -> Slip | None:
    """The slip with this code while its batch may be used; whether the slip was, is told only by using it."""
    named = slips.read(code)
    if named is None:
        return None
    pk, number = named
    batch = OpenBatch.objects.filter(pk=pk, count__gte=number, expires_on__gte=timezone.localdate()).first()
    return Slip(batch.pk, number, batch.title) if batch else None
