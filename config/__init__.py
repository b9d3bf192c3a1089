"""The composition root: settings, root addresses, the Celery app, the desk's home page and loading."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
