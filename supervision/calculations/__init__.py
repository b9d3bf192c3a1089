"""Pure arithmetic of the year's supervision, by noun."""
