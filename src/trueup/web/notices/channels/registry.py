"""Every channel by name, in the order in which people see them."""

from __future__ import annotations

from trueup.web.notices.channels import email, in_app, slack, teams, webhook
from trueup.web.notices.channels.message import Channel

CHANNELS: dict[str, Channel] = {
    each.id: each for each in (in_app.CHANNEL, email.CHANNEL, slack.CHANNEL, teams.CHANNEL, webhook.CHANNEL)
}
