"""What buyers and producers fill in about orders."""
