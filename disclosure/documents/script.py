"""The script that verifies an exported site, as it is handed out."""

from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).parent / "verify_site.py"


@cache
def verify_script() -> bytes:
    """`verify_site.py`: needs nothing but Python, so that it can be read and run anywhere."""
    return SCRIPT.read_bytes()
