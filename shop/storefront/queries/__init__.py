"""What the public pages of the market read, in a fixed number of queries a page."""
