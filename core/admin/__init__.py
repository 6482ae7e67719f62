"""Site administration: accounts, clerks, branches, the operator's facts, workers, history."""
