"""What is allowed in volunteering, and what things are called."""
