"""Items, and attempts at papers drawn from them."""
