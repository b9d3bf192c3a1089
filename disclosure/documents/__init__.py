"""What disclosure prints to files."""
