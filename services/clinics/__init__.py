"""Clinics: who gives legal aid or counselling, when they can be booked, and what is booked."""
