"""Who sells: households, farms, cooperatives, enterprises, and their papers."""
