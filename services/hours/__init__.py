"""Hours that are true: check-in and check-out, confirmation, the ledger."""
