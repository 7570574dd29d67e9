"""What was issued, and what came: a reader for each kind of forecast, a file each. `readers` has the list."""
