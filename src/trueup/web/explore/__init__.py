"""The cube: where it runs better or worse, by any two dimensions, down to the facts."""
