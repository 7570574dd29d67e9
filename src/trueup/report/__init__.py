"""A scorecard for people: terminal and HTML."""
