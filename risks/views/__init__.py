"""Pages of registers, points, opinions, reviews, proposals and the grading rule."""
