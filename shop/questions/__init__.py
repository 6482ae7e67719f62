"""What people ask about a product in public, and what the producer answers."""
