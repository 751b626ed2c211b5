"""An offer is what one team does for others; offers are published, looked at and taken over here."""
