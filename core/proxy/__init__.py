"""Acting for somebody without a smartphone: with consent, for named things and a time."""
