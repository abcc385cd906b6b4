"""What recognising scanned pages costs, measured."""
