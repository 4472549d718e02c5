"""Everything that shapes the network."""

from dataclasses import dataclass, field

from memory.addressing import OutputSettings
from memory.encoder import EncoderSettings


@dataclass(frozen=True)
class MemorySettings:
    """Limits of the memory."""

    max_length: int = 2000  # characters of one memory
    max_slots: int = 100_000  # memories of one server or direct conversation
    banks: int = 64  # servers whose memories are kept ready to be searched
    after_leaving: int = 7  # days that memories are kept of a server that the bot was removed from

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        for name in ("max_length", "max_slots", "banks"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1, got {getattr(self, name)}")
        if self.after_leaving < 0:
            raise ValueError(f"after_leaving must be at least 0, got {self.after_leaving}")


@dataclass(frozen=True)
class NetworkSettings:
    """Everything that shapes the network."""

    memory: MemorySettings = field(default_factory=MemorySettings)
    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    output: OutputSettings = field(default_factory=OutputSettings)
