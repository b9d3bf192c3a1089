"""What disclosure reads from files before they become public, and how it strips them."""
