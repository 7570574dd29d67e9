"""The log itself: append a leaf, O(log n) rows, under the lock of the head."""

from __future__ import annotations

import datetime as dt
import hashlib

import rfc8785

from trueup.web.ledger.models import Head, Leaf, Node

SCHEMA = "trueup-leaf-1"


def append(type: str, payload: str, *, actor: str, at: dt.datetime, book: str = "", subject: str = "") -> int:
    """Append a leaf in the caller's transaction; return its index. The leaf holds the digest of the payload only."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    data = rfc8785.dumps(
        {
            "schema": SCHEMA,
            "type": type,
            "book": book,
            "subject": subject,
            "payload": payload,
            "actor": actor,
            "time": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        }
    )
    hashed = hashlib.sha256(b"\x00" + data).digest()
    Leaf.objects.create(index=head.size, type=type, book=book, subject=subject, data=data.decode(), hash=hashed, at=at)
    _grow(head.size, hashed)
    head.size += 1
    head.save(update_fields=["size"])
    return head.size - 1


def _grow(index: int, hashed: bytes) -> None:
    """Store the leaf and every perfect subtree that it completes."""
    nodes, level = [Node(level=0, index=index, hash=hashed)], 0
    while index % 2:
        left = bytes(Node.objects.get(level=level, index=index - 1).hash)
        hashed = hashlib.sha256(b"\x01" + left + hashed).digest()
        index, level = index // 2, level + 1
        nodes.append(Node(level=level, index=index, hash=hashed))
    Node.objects.bulk_create(nodes)
