"""What teachers fill in about organisers, courses and lessons."""
