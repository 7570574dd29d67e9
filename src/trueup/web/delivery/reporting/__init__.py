"""Reports on progress: read, held against what is known, and landed."""
