"""What comes after the review: activities, the files kept beside them and visits, the figures of the year."""
