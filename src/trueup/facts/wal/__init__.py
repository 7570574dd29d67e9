"""The write-ahead log: what is acknowledged is in here, on disk, until the lake has it."""
