"""The project's settings for a server that is measured: the bare pages beside ours."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
