"""The money side of one agreement: what was promised, realised, caused and proved, and what is owed for it."""
