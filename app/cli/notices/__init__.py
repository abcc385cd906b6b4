"""notice …: a campaign's rules made, checked, compared, handed out, tried."""
