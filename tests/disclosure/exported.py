"""A hospital that has something to export, and the exported folder: made, verified by the script, altered."""

import subprocess
import sys

from disclosure import services
from disclosure.documents import script as documents
from disclosure.models import Publication
from disclosure.services import exporting, sheets
from organization import queries as organization_queries
from tests.approvals import factories as approvals
from tests.disclosure import factories

REASON = "含有不宜公开的内容"


def three_powers():
    """One of them was taken off."""
    made = approvals.world()
    factories.publish(made, 3, name="药品遴选", content="对进入本院的药品进行遴选。")
    services.withdraw(by=made.office, publication=Publication.objects.get(sequence=1), reason=REASON)
    sheets.print_waiting()
    return made


def export(place):
    return exporting.export_site(place, by=organization_queries.system_actor())


def verify(site, *arguments):
    """Exit code and the lines of the script, run by a Python without Django."""
    command = [sys.executable, "-I", str(documents.SCRIPT), str(site), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout.splitlines()


def files(site):
    return {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}


def alter(path, before=b"", after=b""):
    """One byte of a file is another."""
    data = path.read_bytes()
    at = data.index(before) if before else len(data) // 2
    path.write_bytes(data[:at] + (after or bytes([data[at] ^ 1])) + data[at + max(len(after), 1) :])
