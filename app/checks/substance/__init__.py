"""What the materials say and whose they are, beyond their being there; the case is an EnterpriseCase."""
