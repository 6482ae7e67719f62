"""What a branch puts on its board."""
