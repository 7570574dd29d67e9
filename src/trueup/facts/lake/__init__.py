"""The lake: Delta tables that any platform can read in place, and the record that says what of them is committed."""
