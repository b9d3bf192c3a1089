"""What the catalogue's addresses are about, for the walk over all addresses of the demo hospital."""

import hashlib

from config.demo import disclosure_catalogue
from disclosure.models import DisclosureItem, DueDisclosure, Publication, PublicationFile
from disclosure.services import catalogue
from tests.arguments import Examples, each, person

RETIRED, EMPTY = "GK-JZ-01", "GK-CG-01"


def build() -> None:
    """The demo's part, where the demo has not laid it, a file inside, and an item that was retired."""
    office = person("office")
    if not DueDisclosure.objects.exists():
        disclosure_catalogue.lay(by=office)
    catalogue.retire_item(by=office, item=DisclosureItem.objects.get(code=RETIRED), reason="并入捐赠情况")


def arguments() -> Examples:
    file = _file()
    item, retired = (DisclosureItem.objects.get(code=code) for code in (EMPTY, RETIRED))
    due = DueDisclosure.objects.filter(met_by=None, waived_reason="").order_by("pk")[0]
    return {
        **each("disclosure_desk", "item change_item retire_item add_due", pk=item.pk),
        **each("disclosure_desk", "restore_item", pk=retired.pk),
        **each("disclosure_desk", "waive_due", pk=due.pk),
        **each("disclosure_desk", "inside", sequence=file.publication.sequence),
        **each("disclosure_desk", "inside_file", sequence=file.publication.sequence, sha256=file.sha256),
    }


def _inside() -> Publication:
    """What stands open to the whole hospital."""
    return Publication.objects.filter(face="inside", scope="hospital").order_by("sequence")[0]


def _file() -> PublicationFile:
    """A file inside, which no link of the chain tells of: only the walk over addresses has it."""
    publication = _inside()
    data = b"%PDF-1.7 inside"
    told = {"kind": "attachment", "content_type": "application/pdf", "size": len(data), "data": data}
    digest = hashlib.sha256(data).hexdigest()
    file, _is_new = PublicationFile.objects.get_or_create(
        publication=publication, sha256=digest, defaults={"name": "聘用结果.pdf", **told}
    )
    return file
