"""Public services: legal aid, counselling, mediation, volunteering."""
