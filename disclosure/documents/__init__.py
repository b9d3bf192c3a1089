"""Files of disclosure: read before they become public, stripped, drawn, exported."""
