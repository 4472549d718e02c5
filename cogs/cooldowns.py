"""Not too much at once from one person: neither messages to the bot, commands nor buttons."""

from discord.ext import commands

_Key = tuple[int | None, int]  # a server, or none, and a person


class Cooldowns:
    """So many messages, commands and buttons in so many seconds, of each person in each server."""

    def __init__(self, uses: int, seconds: float) -> None:
        self.cooldown = commands.Cooldown(max(uses, 1), seconds)
        self._off = uses == 0
        self._buckets: commands.CooldownMapping[_Key] = commands.CooldownMapping(
            self.cooldown, lambda key: key
        )
        self._told: dict[_Key, float] = {}  # until when

    def wait(self, guild_id: int | None, person_id: int, at: float) -> float:
        """Count one more. Returns the seconds that this person has to wait, 0 when none."""
        if self._off:
            return 0.0
        return self._buckets.update_rate_limit((guild_id, person_id), at) or 0.0

    def is_news(self, guild_id: int | None, person_id: int, at: float, wait: float) -> bool:
        """Whether this person has yet to be told: to tell them each time would only add to it."""
        self._told = {key: until for key, until in self._told.items() if until > at}
        first = (guild_id, person_id) not in self._told
        if first:
            self._told[guild_id, person_id] = at + wait
        return first
