"""What learners ask under a lesson, and what its teachers answer, for all who see the lesson."""
