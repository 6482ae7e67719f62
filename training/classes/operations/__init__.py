"""Planning classes, checking in, calling the roll and countersigning it."""
