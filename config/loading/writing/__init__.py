"""Writing a plan, noun by noun, through the services of each app."""
