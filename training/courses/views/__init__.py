"""Pages about courses."""
