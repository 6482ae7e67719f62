"""The school for everybody: its list, a course, a lesson that all may read."""
