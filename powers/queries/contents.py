"""The planned content of powers as plain JSON: what is frozen, hashed and compared; nothing of people or progress."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet

from powers.models import Material, Power, PowerBasis
from powers.queries import flows

PLAIN_FIELDS = (
    "code name category content nature is_major discretion disclosure_scope disclosure_form supervision_channels "
    "fee_basis promised_limit promised_unit vetting vetting_note"
).split()


def whole(rows: QuerySet[Power]) -> QuerySet[Power]:
    """Powers with everything their content is made of, in a constant number of queries."""
    bases = PowerBasis.objects.select_related("basis").order_by("position", "id")
    materials = Material.objects.order_by("position", "id")
    return rows.select_related("handling_department", "responsible_post__department").prefetch_related(
        Prefetch("basis_links", queryset=bases, to_attr="ordered_bases"),
        Prefetch("materials", queryset=materials, to_attr="ordered_materials"),
        Prefetch("flows", queryset=flows.whole_flows(), to_attr="ordered_flows"),
    )


def content_as_shown(power: Power, *, parts: Mapping[str, Any]) -> dict[str, Any]:
    """The content of a power whose page has read its `bases`, `materials` and `flows` (by kind) already: no query."""
    power.ordered_bases = [PowerBasis(basis=basis) for basis in parts["bases"]]
    power.ordered_materials = list(parts["materials"])
    power.ordered_flows = list(parts["flows"].values())
    return content_of(power)


def content_of(power: Power) -> dict[str, Any]:
    """The content of one power read through `whole`."""
    return {
        **{name: getattr(power, name) for name in PLAIN_FIELDS},
        "key": str(power.lineage_id),
        "handling_department": _department(power.handling_department),
        "responsible_post": _post(power.responsible_post),
        "bases": [_basis(link.basis) for link in power.ordered_bases],
        "materials": [_material(material) for material in power.ordered_materials],
        "flows": {flow.kind: {"steps": [_step(step) for step in flow.ordered_steps]} for flow in power.ordered_flows},
    }


def _department(department: Any) -> dict[str, Any]:
    return {"code": department.code, "name": department.name}


def _post(post: Any) -> dict[str, Any] | None:
    if post is None:
        return None
    return {"code": post.code, "name": post.name, "department": post.department.name}


def _basis(basis: Any) -> dict[str, Any]:
    """Without its state, which changes outside the edition."""
    return {name: getattr(basis, name) for name in ("code", "title", "document_number", "article", "issuer")}


def _material(material: Any) -> dict[str, Any]:
    return {name: getattr(material, name) for name in ("name", "copies", "form", "is_required")}


def _step(step: Any) -> dict[str, Any]:
    plain = "code number name function focus limit_value limit_unit suspends_clock note".split()
    return {
        **{name: getattr(step, name) for name in plain},
        "key": str(step.lineage_id),
        "post": _post(step.post),
        "links": [
            {
                "to": link.to_step.number if link.to_step else None,
                "condition": link.condition,
                "is_parallel": link.is_parallel,
            }
            for link in step.ordered_links
        ],
    }
