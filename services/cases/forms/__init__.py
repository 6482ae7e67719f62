"""What somebody fills in: to book a time, to say what it is about, and who receives them."""
