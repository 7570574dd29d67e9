"""Template tags of horizons."""
