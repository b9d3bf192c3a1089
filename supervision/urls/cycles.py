"""Addresses of the year, its phases, and its lessons."""

from django.urls import path

from supervision.views import cycles, home, lessons

urlpatterns = [
    path("", home.home, name="home"),
    path("cycles/", cycles.cycles, name="cycles"),
    path("cycles/new/", cycles.plan, name="plan_cycle"),
    path("cycles/<int:pk>/", cycles.cycle, name="cycle"),
    path("cycles/<int:pk>/edit/", cycles.edit, name="edit_cycle"),
    path("cycles/<int:pk>/posts/", cycles.name_posts, name="name_posts"),
    path("cycles/<int:pk>/open/", cycles.open_cycle, name="open_cycle"),
    path("cycles/<int:pk>/close/", cycles.close, name="close_cycle"),
    path("cycles/<int:pk>/print/", cycles.print_scheme, name="print_scheme"),
    path("phases/<int:pk>/urge/", cycles.urge, name="urge"),
    path("phases/<int:pk>/move/", cycles.move_phase, name="move_phase"),
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons/new/", lessons.add, name="add_lesson"),
    path("lessons/<int:pk>/", lessons.lesson, name="lesson"),
    path("lessons/<int:pk>/edit/", lessons.edit, name="edit_lesson"),
    path("lessons/<int:pk>/attendance/", lessons.attendance, name="note_attendance"),
]
