"""Forms and filters of the year's supervision, by noun."""
