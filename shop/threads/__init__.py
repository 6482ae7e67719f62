"""What the two sides of an order say to each other."""
