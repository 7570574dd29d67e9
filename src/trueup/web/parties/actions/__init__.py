"""Every change to people and parties. Each is one transaction with a leaf in the ledger."""

from trueup.web.parties.actions.accounts import change_profile, erase_person, note_account, sign_out_everywhere
from trueup.web.parties.actions.invitations import accept, invite, invite_to_seat, join, withdraw
from trueup.web.parties.actions.keys import add_key, revoke_key, server_key, sign_with_server_key
from trueup.web.parties.actions.links import offer_sign_in, use_link
from trueup.web.parties.actions.members import change_role, end_member, enrol, found_party
from trueup.web.parties.actions.tokens import make_token, revoke_token

__all__ = [
    "accept",
    "add_key",
    "change_profile",
    "change_role",
    "end_member",
    "enrol",
    "erase_person",
    "found_party",
    "invite",
    "invite_to_seat",
    "join",
    "make_token",
    "note_account",
    "offer_sign_in",
    "revoke_key",
    "revoke_token",
    "server_key",
    "sign_out_everywhere",
    "sign_with_server_key",
    "use_link",
    "withdraw",
]
