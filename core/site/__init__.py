"""The pages that belong to nobody: home, about, rules, the operator's facts."""
