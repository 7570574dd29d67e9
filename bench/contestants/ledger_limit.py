"""The least a Merkle log can do: as many SHA-256 as leaves and nodes, over as many bytes. Argument: leaves."""

import sys
from hashlib import sha256

COUNT = int(sys.argv[1])
entries = [b"\x00" + b"%0250d" % number for number in range(COUNT)]
leaves = [sha256(entry).digest() for entry in entries]
pair = b"\x01" + leaves[0] + leaves[0]
nodes = [sha256(pair).digest() for _ in range(COUNT - 1)]
print(len(leaves) + len(nodes))
