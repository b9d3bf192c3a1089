"""What is printed to files for every app: sheets."""
