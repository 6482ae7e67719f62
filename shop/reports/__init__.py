"""Listings that somebody reported to the operator."""
