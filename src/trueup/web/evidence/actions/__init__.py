"""Every change to evidence: reporting, correcting, vouching, disputing, declaring stakes."""
