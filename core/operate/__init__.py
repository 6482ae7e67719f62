"""The desk of the operator's clerks."""
