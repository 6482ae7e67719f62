"""What buyers and producers do with orders."""
