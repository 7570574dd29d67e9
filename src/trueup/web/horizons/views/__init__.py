"""Pages of horizons."""
