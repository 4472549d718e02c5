"""A walk through every command with the real bot, as Markdown that cannot go stale."""
