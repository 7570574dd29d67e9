"""Jobs in a terminal: the map as a tree."""
