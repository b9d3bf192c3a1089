"""Writing legal bases and regulations."""

from typing import Any

from config.loading import sheets
from config.loading.writing.context import CHANGED, NEW, Context
from powers import services
from powers.models import LegalBasis, Regulation
from powers.states import KEPT

BASIS_FIELDS = "title document_number article issuer status verified_on note".split()
REGULATION_FIELDS = "name kind effective_on edition department".split()


def write(context: Context) -> None:
    _write_things(context, sheets.BASES, LegalBasis, BASIS_FIELDS)
    _write_things(context, sheets.REGULATIONS, Regulation, REGULATION_FIELDS)
    context.bases = {basis.code: basis for basis in LegalBasis.objects.all()}


def _write_things(context: Context, sheet: sheets.Sheet, model: Any, fields: list[str]) -> None:
    known = {thing.code: thing for thing in model.objects.all()}
    made, changed = [], []
    for row in context.plan.rows(sheet, NEW, CHANGED):
        thing = known.get(row["code"]) or model(code=row["code"])
        for name in fields:
            value = row[name]
            if name in KEPT and not value and thing.pk:
                continue
            setattr(thing, name, context.departments[value] if name == "department" else value)
        (changed if thing.pk else made).append(thing)
    if made or changed:
        services.load_library(by=context.by, made=made, changed=changed, fields=fields)
