"""What disclosure hands out as files: printed sheets, the exported site and the script that verifies it."""

from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).parent / "verify_site.py"


@cache
def verify_script() -> bytes:
    """`verify_site.py`: needs nothing but Python, so that it can be read and run anywhere."""
    return SCRIPT.read_bytes()
