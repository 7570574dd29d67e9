"""Pages of books and documents."""
