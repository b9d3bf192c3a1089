"""Page machinery for every app: `lists`, `once`, `confirm`, drafts, jobs, the gallery."""

from core.views import lists
from core.views.gallery import gallery
from core.views.jobs import job, render_job
from core.views.numbers import number, numbers
from core.views.once import once
from core.views.pages import attachment, confirm, draft_refused, draft_saved, form_page, found, page_before
from core.views.parts import is_part

__all__ = [
    "attachment",
    "confirm",
    "draft_refused",
    "draft_saved",
    "form_page",
    "found",
    "gallery",
    "is_part",
    "job",
    "lists",
    "number",
    "numbers",
    "once",
    "page_before",
    "render_job",
]
