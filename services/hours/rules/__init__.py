"""What is allowed with hours: codes, windows, who confirms, what counts, and the words for it."""
