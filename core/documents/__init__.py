"""What is printed to files for every app: sheets, Word, PDF; and the heads of the trail kept outside the database."""
