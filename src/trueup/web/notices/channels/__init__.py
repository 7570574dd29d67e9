"""Where notices go: a folder a channel, behind one interface (`message.Channel`)."""
