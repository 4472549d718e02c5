"""The bot as a service: started, kept running, and closed in order when it is told to stop."""

import asyncio
import logging
import signal

import discord
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.client import EngramBot
from bot.composition import open_conversation
from bot.config import TOKEN, DiscordSettings, Settings
from bot.progress import reencode_with_bar
from memory.dialogue import Conversation
from memory.errors import EngramError

log = logging.getLogger(__name__)


async def serve(settings: Settings, token: str) -> None:
    """Run until SIGTERM or SIGINT. Raises EngramError for what only a person can mend."""
    _log_to_stderr(settings.log.level)
    _take_the_way(settings.discord)
    stopping = _stop_signals()
    async with open_conversation(settings) as conversation:
        running = asyncio.create_task(_keep_running(conversation, settings.discord, token))
        waiting = asyncio.create_task(stopping.wait())
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not running.done():
            log.info("Stopping")
            running.cancel()
        await asyncio.gather(running, return_exceptions=not running.done())
    log.info("Stopped")


def _log_to_stderr(level: str) -> None:
    """Engram's own loggers at the level asked for; discord.py's never below INFO.

    At DEBUG discord.py writes message text and interaction tokens.
    """
    discord.utils.setup_logging(level=max(logging.INFO, logging.getLevelName(level)))
    logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # it never speaks
    for name in ("bot", "cogs", "memory"):
        logging.getLogger(name).setLevel(level)


def _take_the_way(settings: DiscordSettings) -> None:
    """Go by the configured proxy, if there is one."""
    if settings.api_url:
        Route.BASE = settings.api_url.rstrip("/")
    if settings.gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = URL(settings.gateway_url)


def _stop_signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping


async def _keep_running(conversation: Conversation, settings: DiscordSettings, token: str) -> None:
    """Load the encoder, connect, and again after a failure that may pass, with growing pauses.

    discord.py reconnects by itself; but a refused first handshake, or one malformed event, comes
    out of it as an error of any kind.
    """
    await reencode_with_bar(conversation.network)
    backoff = ExponentialBackoff[bool]()
    while True:
        try:
            return await _connect(conversation, settings, token)
        except EngramError:
            raise
        except Exception as error:  # noqa: BLE001 - see above: it must come back whatever it was
            delay = backoff.delay()
            # the kind alone: a traceback could hold message text
            log.error("Lost Discord (%s); again in %.0f s", type(error).__name__, delay)  # noqa: TRY400 - see the line above
            await asyncio.sleep(delay)


async def _connect(conversation: Conversation, settings: DiscordSettings, token: str) -> None:
    """One client from login to close. Raises EngramError for what only a person can mend."""
    page = "your application's Bot page at https://discord.com/developers/applications"
    try:
        async with EngramBot(conversation, settings) as bot:
            await bot.start(token)
    except discord.LoginFailure as error:
        raise EngramError(
            f"Discord does not accept the token in {TOKEN}. Copy it anew from {page}."
        ) from error
    except discord.PrivilegedIntentsRequired as error:
        raise EngramError(
            "Discord refuses the Message Content Intent, which discord.listening needs. Switch it "
            f"on on {page}, or set discord.listening = false."
        ) from error
