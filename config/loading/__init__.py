"""Loading a hospital from its workbook: read, check, compare, write; nothing is half-written."""
