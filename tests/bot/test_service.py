"""The bot as a process: killed, started again, told to stop; a Discord that refuses."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import memory.network
from bot.config import TOKEN, DiscordSettings, Settings
from bot.service import serve
from memory.encoder import SentenceEncoder
from memory.errors import EngramError
from tests.loopback import LoopbackDiscord, pointed_at

START = 60.0  # seconds that a start may take on a busy machine


@asynccontextmanager
async def process(
    discord: LoopbackDiscord, folder: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`engram run` against the loopback, from its start until it has connected."""
    config = folder / "config.toml"
    config.write_text(
        f'data_dir = "data"\n[discord]\napi_url = "{discord.api_url}"\n'
        f'gateway_url = "{discord.gateway_url}"\n'
    )
    command = [sys.executable, "-m", "bot", "--config", str(config), "run"]
    environment = {**os.environ, TOKEN: discord.token}
    running = await asyncio.create_subprocess_exec(
        *command, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        await discord.until(lambda: discord.connected, "the bot", seconds=START)
        yield running
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


async def test_what_was_taught_survives_sigkill_and_sigterm_closes_cleanly(tmp_path: Path) -> None:
    async with LoopbackDiscord() as discord:
        guild, ada = discord.add_guild("Raiders"), discord.add_user("Ada")
        guild.add_member(ada)
        general = guild.add_channel("general")
        async with process(discord, tmp_path) as first:
            fact = "remember that the raid is on Friday at 8pm"
            await ada.say(general, f"{discord.bot.mention} {fact}")
            assert "I'll remember" in (await discord.next_reply(general, timeout=START)).content
            first.send_signal(signal.SIGKILL)
            await first.wait()
        await discord.drop_gateway()
        async with process(discord, tmp_path) as second:
            await ada.say(general, f"{discord.bot.mention} when is the raid?")
            answer = (await discord.next_reply(general, timeout=START)).content
            assert answer.startswith("The raid is on Friday at 8pm.\n-# 1. “the raid is on Friday")
            second.send_signal(signal.SIGTERM)
            _, log = await asyncio.wait_for(second.communicate(), 15)
        assert second.returncode == 0
        assert b"Stopped" in log
        assert b"raid" not in log
        assert discord.token.encode() not in log
    assert sorted(file.name for file in (tmp_path / "data").iterdir()) == ["engram.db"]


async def test_a_wrong_token_is_named_with_the_way_out(tmp_path: Path) -> None:
    async with LoopbackDiscord() as discord, pointed_at(discord):
        way = DiscordSettings(api_url=discord.api_url, gateway_url=discord.gateway_url)
        settings = Settings(data_dir=str(tmp_path), discord=way)
        refused = pytest.raises(EngramError, match="does not accept the token")
        with discord.expect_violation("401"), refused:
            await serve(settings, "not.the.token")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_while_the_encoder_loads_it_closes_cleanly(
    tmp_path: Path,
    encoder: SentenceEncoder,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    number: signal.Signals,
) -> None:
    loading, loaded = threading.Event(), threading.Event()

    def load(_settings: object) -> SentenceEncoder:
        loading.set()
        loaded.wait(START)
        return encoder

    monkeypatch.setattr(memory.network, "load_encoder", load)
    before = signal.signal(number, signal.SIG_IGN)  # so that a failure does not end the tests
    serving = asyncio.create_task(serve(Settings(data_dir=str(tmp_path)), "a.token"))
    await asyncio.to_thread(loading.wait, START)
    os.kill(os.getpid(), number)
    async with asyncio.timeout(START):
        while "Stopping" not in caplog.text:  # noqa: ASYNC110 - a log has no event
            await asyncio.sleep(0.01)
    loaded.set()
    await asyncio.wait_for(serving, START)
    signal.signal(number, before)


async def test_a_proxys_address_may_end_in_a_slash(tmp_path: Path) -> None:
    async with LoopbackDiscord() as discord, pointed_at(discord):
        way = DiscordSettings(api_url=discord.api_url + "/", gateway_url=discord.gateway_url)
        refused = pytest.raises(EngramError, match="does not accept the token")
        with discord.expect_violation("401"), refused:
            await serve(Settings(data_dir=str(tmp_path), discord=way), "not.the.token")
