"""What was promised, what was reached, what it is worth, and the verdict."""
