"""What disclosure reads from files and prints to them."""
