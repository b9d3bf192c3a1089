"""The Celery tasks of core: sweep the duties, and ask for those of each day."""

from celery import shared_task

from core import services


@shared_task(ignore_result=True)
def sweep() -> int:
    return services.sweep()


@shared_task(ignore_result=True)
def ask_daily() -> int:
    return services.ask_daily()
