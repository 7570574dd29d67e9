"""Our log: the same entries, hashed and appended in portions. Arguments: leaves, leaves a portion."""

import sys

from trueup.ledger import merkle

COUNT, PORTION = int(sys.argv[1]), int(sys.argv[2])
entries = [b"%0250d" % number for number in range(COUNT)]
size, peaks, stored = 0, (), 0
for start in range(0, COUNT, PORTION):
    grown = merkle.append(size, peaks, [merkle.leaf_hash(entry) for entry in entries[start : start + PORTION]])
    stored += sum(len(row.hashes) for row in grown.rows)
    size, peaks = grown.size, grown.peaks
print(merkle.root(peaks).hex(), stored)
