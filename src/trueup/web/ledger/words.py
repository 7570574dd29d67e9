"""What the entries of the ledger say, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext, gettext_noop

WORDS: Mapping[str, str] = {
    "version.proposed": gettext_noop("A version was proposed"),
    "version.signed": gettext_noop("A version was signed"),
    "version.in_force": gettext_noop("A version came into force"),
    "version.withdrawn": gettext_noop("A version was withdrawn or rejected"),
    "batch.landed": gettext_noop("Facts were recorded"),
    "batch.found": gettext_noop("Facts came with the book"),
    "attestation.made": gettext_noop("Evidence was attested or verified"),
    "dispute.opened": gettext_noop("Evidence was disputed"),
    "dispute.answered": gettext_noop("A dispute was answered"),
    "stake.declared": gettext_noop("A stake was declared"),
    "book.imported": gettext_noop("The book came to this server"),
    "source.loaded": gettext_noop("A source was loaded"),
    "schedule.changed": gettext_noop("A schedule was changed"),
    "file.uploaded": gettext_noop("A file was uploaded"),
    "secret.changed": gettext_noop("A secret of a source was changed"),
    "job.retried": gettext_noop("Work was tried again"),
    "job.cancelled": gettext_noop("Work was cancelled"),
    "view.saved": gettext_noop("A view was kept"),
    "view.removed": gettext_noop("A kept view was removed"),
    "seat.taken": gettext_noop("A seat was taken"),
    "member.invited": gettext_noop("Somebody was invited"),
    "member.joined": gettext_noop("Somebody became a member"),
    "member.changed": gettext_noop("A member's role was changed"),
    "member.ended": gettext_noop("A membership ended"),
    "invitation.withdrawn": gettext_noop("An invitation was withdrawn"),
    "link.made": gettext_noop("A sign-in link was made"),
    "link.used": gettext_noop("A sign-in link was used"),
    "token.made": gettext_noop("A token was made"),
    "token.revoked": gettext_noop("A token was revoked"),
    "key.added": gettext_noop("A signing key was added"),
    "key.revoked": gettext_noop("A signing key was revoked"),
    "person.changed": gettext_noop("Somebody changed what we know of them"),
    "person.secured": gettext_noop("Somebody changed how they sign in"),
    "survey.invited": gettext_noop("People were invited to a survey"),
    "survey.reminded": gettext_noop("People were reminded of a survey"),
    "survey.closed": gettext_noop("A wave of a survey was closed"),
    "survey.revoked": gettext_noop("An invitation to a survey was taken back"),
    "survey.erased": gettext_noop("A person whom a survey had asked was forgotten"),
    "win.written": gettext_noop("A win was sealed"),
    "win.changed": gettext_noop("A win was written again"),
    "win.rekeyed": gettext_noop("A win was sealed to another key"),
    "win.read": gettext_noop("A win was read"),
    "win.taken": gettext_noop("A win was taken as a sealed file"),
    "win.reader_named": gettext_noop("A reader of a win was named"),
    "win.reader_ended": gettext_noop("A reader of a win was named no more"),
    "win.erased": gettext_noop("A win was erased"),
    "win.key_made": gettext_noop("A key for wins was made"),
    "win.key_destroyed": gettext_noop("Keys and wins of a party were destroyed"),
    "person.erased": gettext_noop("Somebody was forgotten"),
}


STATEMENTS = ("attestation/", "dispute/")
"""Of what the entries about statements are: each statement has one of its own beside the one of its signature."""
_OF_STATEMENTS: Mapping[tuple[str, str], str] = {
    ("version.signed", "attestation/"): gettext_noop("A statement was signed"),
    ("version.signed", "dispute/"): gettext_noop("A statement was signed"),
    ("attestation.made", "attestation/verified-"): gettext_noop("Evidence was verified"),
    ("attestation.made", "attestation/attested-"): gettext_noop("Evidence was attested"),
}


def words_of(type: str, subject: str = "") -> str:
    """What an entry says, in the reader's language; the type itself where there are no words."""
    for (known, begins), words in _OF_STATEMENTS.items():
        if type == known and subject.startswith(begins):
            return gettext(words)
    return gettext(WORDS[type]) if type in WORDS else type
