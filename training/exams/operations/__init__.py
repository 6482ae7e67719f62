"""Writing the bank, sitting exams, and closing papers whose time is over."""
