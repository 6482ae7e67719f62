"""What buyers say about goods."""
