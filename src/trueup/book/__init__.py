"""A set of documents: load, validate with file and line, version, digest, compare."""
