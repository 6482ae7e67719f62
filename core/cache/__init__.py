"""What everyone sees alike is made once."""
