"""Systems of record, read through declarative mappings into facts."""
