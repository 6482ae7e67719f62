"""Codes that show that somebody is there: one in the address behind a QR, one to type."""
