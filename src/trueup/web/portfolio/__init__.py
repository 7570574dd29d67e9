"""Every agreement of a seat at once."""
