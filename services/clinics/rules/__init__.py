"""When somebody can come, and what may be done about an appointment."""
