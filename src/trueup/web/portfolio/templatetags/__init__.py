"""Tags of the portfolio."""
