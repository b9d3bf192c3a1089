"""Shape of what is typed in the year's supervision, by noun."""

from supervision.forms.reminders import ReminderFilters

__all__ = ["ReminderFilters"]
