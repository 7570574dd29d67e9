"""Tables of activities: CSV from a spreadsheet, or exported from any tool, by the names of their columns."""
