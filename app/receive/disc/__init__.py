"""One disc on its way into the ledger: opened, copied, recognised, its holes filled, recorded."""
