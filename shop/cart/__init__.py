"""The basket: what somebody wants, before it is ordered."""
