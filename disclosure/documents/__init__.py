"""What disclosure prints to a file, one module a noun."""
