"""The Celery tasks of core: sweep the duties, and ask for the day's head of the trail."""

from celery import shared_task

from core import services


@shared_task(ignore_result=True)
def sweep() -> int:
    return services.sweep()


@shared_task(ignore_result=True)
def ask_head() -> None:
    services.ask_head()
