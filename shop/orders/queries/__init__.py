"""Orders as buyers and producers see them, and what a basket would cost."""
