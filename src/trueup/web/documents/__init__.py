"""Books and their documents: drafted, proposed, signed, in force."""
