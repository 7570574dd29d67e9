"""A statement as a file: a page to sign (PDF), its lines (CSV), and the invoice or credit note that follows (UBL)."""
