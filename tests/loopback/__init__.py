"""A Discord on 127.0.0.1 that the unmodified discord.py connects to, for end-to-end tests."""

from tests.loopback.channels import Channel
from tests.loopback.errors import ImpossibleError
from tests.loopback.guilds import Guild
from tests.loopback.interactions import Interaction, Modal
from tests.loopback.messages import Message
from tests.loopback.people import Person
from tests.loopback.permissions import Overwrite
from tests.loopback.running import pointed_at, running
from tests.loopback.server import LoopbackDiscord
from tests.loopback.world import Role, User

__all__ = [
    "Channel",
    "Guild",
    "ImpossibleError",
    "Interaction",
    "LoopbackDiscord",
    "Message",
    "Modal",
    "Overwrite",
    "Person",
    "Role",
    "User",
    "pointed_at",
    "running",
]
