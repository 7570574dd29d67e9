"""What is kept beside the facts to answer fast: it says nothing of its own and can be rebuilt at any time."""
