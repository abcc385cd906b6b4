"""Those awarded in former years, whom the notice bars."""
