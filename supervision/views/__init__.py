"""Pages of the year's supervision."""
