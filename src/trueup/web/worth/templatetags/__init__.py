"""Template tags of worth."""
