"""The one Celery task of core: sweep the duties."""

from celery import shared_task

from core import services


@shared_task(ignore_result=True)
def sweep() -> int:
    return services.sweep()
