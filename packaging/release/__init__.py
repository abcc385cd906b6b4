"""What is handed out: without what nobody needs, with its papers, its sums and its parts told."""
