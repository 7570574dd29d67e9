"""One file a thing that is checked. Each yields what it found; none stops the others."""
