"""What people are told: exactly once in the inbox, at least once by mail or SMS."""
