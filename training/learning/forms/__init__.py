"""The shape of what learners and teachers send."""
