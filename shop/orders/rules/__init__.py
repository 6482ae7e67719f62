"""What can be done with an order, what it costs, and how it is told."""
