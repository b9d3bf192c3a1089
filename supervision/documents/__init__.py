"""What the year's supervision prints to a file or reads from one."""
