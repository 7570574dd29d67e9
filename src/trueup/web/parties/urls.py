"""Coming in, and settings."""

from __future__ import annotations

from django.urls import path

from trueup.web.parties.views import entry, keys, settings

urlpatterns = [
    path("in/<str:token>", entry.sign_in_link, name="sign_in_link"),
    path("join/<str:token>", entry.join, name="join"),
    path("settings/seats", entry.seats, name="seats"),
    path("settings/parties", settings.found_party, name="found_party"),
    path("settings/members", settings.members, name="members"),
    path("settings/members/<int:member>", settings.change_member, name="change_member"),
    path("settings/members/<int:member>/end", settings.end_member, name="end_member"),
    path("settings/invitations", settings.invitations, name="invitations"),
    path("settings/invitations/<int:invitation>/withdraw", settings.withdraw, name="withdraw_invitation"),
    path("settings/tokens", settings.tokens, name="tokens"),
    path("settings/tokens/<int:token>/revoke", settings.revoke_token, name="revoke_token"),
    path("settings/keys", keys.keys, name="keys"),
    path("settings/keys/challenge", keys.ask, name="key_challenge"),
    path("settings/keys/server", keys.keep, name="keep_key"),
    path("settings/keys/<int:key>/revoke", keys.revoke, name="revoke_key"),
    path("settings/security", settings.security, name="security"),
    path("settings/security/sign-out", settings.sign_out_everywhere, name="sign_out_everywhere"),
    path("settings/security/erase", settings.erase, name="erase_person"),
]
