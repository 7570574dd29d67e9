"""What proves what: the pages of the ledger, bundles from the server, and the check of everything against the log."""
