"""评审: who may take part, the order of those who do, what is decided of them."""
