"""The operating model on the server: the layered map, traced, with what is measured of it."""
