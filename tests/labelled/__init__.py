"""Packages as enterprises really prepare them, sound and faulty, whose truth is known: what is told of them."""
