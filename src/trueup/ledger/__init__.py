"""The ledger: an append-only Merkle log that any party verifies without trusting whoever keeps it.

    merkle       hashes, growing a stored tree, proofs and their verification (RFC 6962, RFC 9162)
    tree         a tree in memory
    keys         members' and logs' signing keys, and the public keys that verify them
    note         signed notes (C2SP signed-note)
    checkpoint   the signed root of the log at a size (C2SP tlog-checkpoint)
    cosign       a witness's dated signature of a checkpoint (C2SP tlog-cosignature)
    proof        one leaf, its path and a checkpoint: what a customer keeps (C2SP tlog-proof)
    leaf         what an entry of the log says, and commitments to what must stay erasable
    statement    what a party says when it signs a version of a document
    witness      the other side of cosigning (C2SP tlog-witness)

Everything that does not hold raises `LedgerError`: nothing answers False where a caller could forget to look.
"""
