"""The project's settings as tests run them: quick hashes, plain static files, tasks that wait for the sweep."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "test-files")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict = {}
LOGGING_CONFIG = None
AXES_VERBOSE = False
AUDIT_HEAD_DIR = str(VAR_DIR / "test-audit-heads")
if test_file := os.environ.get("TEST_DATABASE_FILE"):
    DATABASES["default"]["TEST"] = {"NAME": test_file}  # for `pytest --reuse-db` while working on one thing
