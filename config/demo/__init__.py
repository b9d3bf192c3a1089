"""The demo hospital: a fictional workbook, its people by post, and two years of editions in every state."""
