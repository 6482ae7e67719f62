"""Certificates with a number that anybody can check, and what ends them."""
