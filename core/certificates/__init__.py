"""Certificates of every kind: issued, checked by anybody, revoked by two."""
