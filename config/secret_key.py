"""The secret key of an installation that was given none: made once, kept under var/ for its owner alone."""

import os
import secrets
from pathlib import Path


def place(folder: Path) -> Path:
    """The file below var/."""
    return folder / "secret_key"


def load_or_make(path: Path) -> str:
    """Read the key, or write a new one; two processes starting at once end up with the same key."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    with os.fdopen(handle, "w") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
