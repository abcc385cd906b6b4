"""What a notice asks of whoever hands in: how many at most, which sentences a person vouches for."""
