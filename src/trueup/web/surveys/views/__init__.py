"""Pages of surveys: for the party that asks, and for those who answer."""
