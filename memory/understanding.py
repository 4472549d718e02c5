"""What a message wants: by plain rules, and by what was learned where those are not sure."""

from memory.acts import Acts, decided, is_unsure, read, shipped, signs
from memory.intents import Intent, is_command, understand
from memory.network import MemoryNetwork


class Understanding:
    """The rules with the regression of `memory.acts`, as long as its encoder is used."""

    def __init__(self, network: MemoryNetwork, acts: Acts | None = None) -> None:
        self._network, self._acts = network, acts or shipped()

    async def of(self, text: str) -> Intent:
        """What the text wants."""
        return await self.sure(text, understand(text))

    async def sure(self, text: str, intent: Intent) -> Intent:
        """What it wants, where the rules took it for this."""
        if not is_unsure(intent) or is_command(text) or len(text) > self._network.max_length:
            return intent
        if (await self._network.ready()).id != self._acts.encoder:
            return intent  # its vectors mean something else
        vector = await self._network.vector(read(text))
        return decided(text, intent, self._acts.chances(vector, signs(text)))
