"""The public pages of the market."""
