"""The same form sent twice has one effect."""
