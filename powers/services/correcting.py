"""Correcting the wording of a power: the one change of what an edition in force says."""

from django.db.models import F
from django.utils.translation import gettext as _

from core import services as core_services
from core.registry import registry
from core.rules import Denied
from organization.models import Person
from powers.models import Flow, FlowStep, Material, Power, PowerList, ReviewDue
from powers.services import powers


def reword(list_id: int, key: str, field: str, *, text: str, by: Person, reason: str) -> None:
    """Write another text into the power, a step of its charts or a material; its new hash stands for the old one."""
    related = ("power_list__department", "handling_department", "responsible_post")
    power = Power.objects.select_related(*related).get(power_list=list_id, lineage__in=[key])
    before, (part, *path) = power.content_hash, field.split("/")
    if part == "flows":
        _reword_step(power, *path, text=text, by=by, reason=reason)
    elif part == "materials":
        _reword_material(power, int(path[0]), text=text, by=by, reason=reason)
    else:
        setattr(power, part, text)
    power.version += 1
    powers.keep(power, by, reason=reason)
    powers.settle(power)
    PowerList.objects.filter(pk=list_id).update(version=F("version") + 1)
    _stand_on(power, before)


def _stand_on(power: Power, before: str) -> None:
    """What stood on the old hash stands on the new one: no grade, no review is due for a word put right."""
    due = ReviewDue.objects.filter(kind="power", key=str(power.lineage_id), mark=before)
    due.update(mark=power.content_hash)
    for listener in registry.rehash_listeners:
        listener(power.lineage_id, before=before, after=power.content_hash)


def _reword_step(power: Power, kind: str, _steps: str, code: str, name: str, *, text: str, by: Person, reason: str):
    step = FlowStep.objects.get(flow__power=power, flow__kind=kind, code=code)
    setattr(step, name, text)
    core_services.save(step, by, reason=reason)
    Flow.objects.filter(pk=step.flow_id).update(version=F("version") + 1)


def _reword_material(power: Power, place: int, *, text: str, by: Person, reason: str) -> None:
    material = Material.objects.filter(power=power).order_by("position", "id")[place]
    if Material.objects.filter(power=power, name=text).exclude(pk=material.pk).exists():
        raise Denied(_("这项职权已有名为“%(name)s”的申请材料。") % {"name": text})
    material.name = text
    core_services.save(material, by, reason=reason)
