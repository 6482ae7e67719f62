"""What teachers do with their courses, and stewards with what stands under a verification."""
