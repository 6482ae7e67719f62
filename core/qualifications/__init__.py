"""What a person has shown to be able to do: recorded from a paper, later granted by a course."""
