"""The server's Merkle log: every change that counts is a leaf of it."""
