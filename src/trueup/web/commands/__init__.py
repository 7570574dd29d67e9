"""The commands of the server: serve, import-book, export-book."""
