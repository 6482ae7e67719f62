"""Booking, moving and ending appointments; what practitioners and branches set up."""
