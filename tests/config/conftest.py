"""An installation of its own for the tests of backup and restore."""

import pytest

from config import secret_key
from tests import scratch


@pytest.fixture
def engine(request):
    return getattr(request, "param", "sqlite")


@pytest.fixture
def place(engine, tmp_path, settings, db, monkeypatch):
    """Where the archive goes; database, files, heads and key of an installation of its own."""
    settings.VAR_DIR = tmp_path / "var"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        }
    }
    settings.AUDIT_HEAD_DIR = str(tmp_path / "heads")
    for name in ("SECRET_KEY", "SECRET_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    settings.VAR_DIR.mkdir()
    settings.SECRET_KEY = secret_key.load_or_make(secret_key.place(settings.VAR_DIR))
    with scratch.database(engine, tmp_path):
        yield tmp_path / "backup.tar.gz"
