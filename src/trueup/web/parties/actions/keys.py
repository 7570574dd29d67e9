"""Signing keys: the member's own, of which the server has the public half only, or one the server keeps for them."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.ledger.keys import SigningKey as PrivateKey
from trueup.ledger.keys import VerifierKey
from trueup.vocabulary.digest import digest
from trueup.web.ledger.acting import action, record
from trueup.web.parties import queries
from trueup.web.parties.access import Actor, NotFound, Refused, require
from trueup.web.parties.challenge import proven
from trueup.web.parties.models import SigningKey
from trueup.web.parties.sealing import seal, unseal


@action("key.add")
def add_key(actor: Actor | None, vkey: str, challenge: str, proof: str) -> int:
    """Register the public half of a key that the member holds; return its number.

    `proof` is the key's signature (base 64) of the text that `challenge.challenge` gave. Raises LedgerError for a
    proof that does not hold, Refused for a key that is registered already.
    """
    actor = require(actor, role="editor", scope="sign")
    return _added(actor, proven(actor, vkey, challenge, proof), None).pk


@action("key.revoke")
def revoke_key(actor: Actor | None, key: int) -> None:
    """From now on nothing is signed with this key; what was signed stays signed. Raises NotFound."""
    actor = require(actor, role="editor", scope="sign")
    found = SigningKey.objects.filter(pk=key, member_id=actor.member, revoked_at=None).first()
    if found is None:
        raise NotFound(_("there is no such key"))
    found.revoked_at, found.sealed = timezone.now(), None if found.sealed is None else b""
    found.save(update_fields=["revoked_at", "sealed"])
    said = digest({"key": found.pk, "member": actor.member, "vkey": found.vkey})
    record("key.revoked", said, actor=actor.name, at=found.revoked_at, subject=f"key/{found.pk}")


def server_key(actor: Actor | None) -> VerifierKey:
    """The key that the server keeps for the member, made now if there is none."""
    actor = require(actor, role="editor", scope="sign")
    kept = queries.kept_key(actor)
    return VerifierKey.parse(kept.vkey if kept else _make(actor).vkey)


def sign_with_server_key(actor: Actor | None, message: bytes) -> bytes:
    """The member's signature (64 bytes) of these bytes, by the key that the server keeps for them.

    Whoever calls has checked that the member may sign this. Raises Refused without the role or scope to sign,
    LedgerError if the key cannot be opened.
    """
    actor = require(actor, role="editor", scope="sign")
    vkey = server_key(actor)
    kept = queries.kept_key(actor)
    assert kept is not None
    return PrivateKey.from_seed(vkey.name, unseal(bytes(kept.sealed or b""), str(vkey))).sign(message)


@action("key.make")
def _make(actor: Actor) -> SigningKey:
    private = PrivateKey.generate(queries.key_name(actor))
    return _added(actor, private.verifier, seal(private.private.private_bytes_raw(), str(private.verifier)))


def _added(actor: Actor, key: VerifierKey, sealed: bytes | None) -> SigningKey:
    now = timezone.now()
    try:
        with transaction.atomic():
            row = SigningKey.objects.create(member_id=actor.member, vkey=str(key), sealed=sealed, created_at=now)
    except IntegrityError:
        raise Refused(_("this key is registered already"), do=_("make a new one")) from None
    said = digest({"key": row.pk, "member": actor.member, "vkey": row.vkey, "held": row.held})
    record("key.added", said, actor=actor.name, at=now, subject=f"key/{row.pk}")
    return row
