"""Checks of one enterprise in one track; the case is an EnterpriseCase."""
