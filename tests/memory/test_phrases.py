"""Every sentence that the bot says of its own accord."""

import re
from pathlib import Path
from string import Formatter

import pytest

from cogs.ruling import RULES
from memory.phrases import PHRASES, say
from memory.slots import Kind
from memory.small_talk import _KINDS

_ROOT = Path(__file__).parents[2]


def _keys_in_code() -> set[str]:
    folders = (_ROOT / name for name in ("bot", "cogs", "memory"))
    code = "".join(path.read_text("utf-8") for folder in folders for path in folder.rglob("*.py"))
    said = re.findall(r"""\bsay\(\s*["'](\w+)["']""", code)
    asked = re.findall(r"""_ask_first\([^"]*"(\w+)\"""", code)
    said += [f"kind_{kind}" for kind in Kind]
    said += [f"rule_{rule}" for rule in RULES]
    said += [f"rules_{no}{kind}" for kind in ("channels", "roles") for no in ("", "no_")]
    kinds = re.findall(r"""SmallTalk\("(\w+)\"""", code)
    return {*said, *asked, *kinds, *re.findall(r'"(emoji|empty)"', code), *_KINDS}


def test_every_key_that_is_said_has_a_phrase() -> None:
    assert _keys_in_code() <= PHRASES.keys()


def test_every_phrase_is_said_somewhere() -> None:
    assert PHRASES.keys() <= _keys_in_code()


@pytest.mark.parametrize("key", PHRASES)
def test_a_phrase_says_its_facts_as_they_are(key: str) -> None:
    blanks = [name for _, name, _, _ in Formatter().parse(PHRASES[key]) if name]
    text = say(key, **dict.fromkeys(blanks, "{x} %s \\1"))
    assert text.count("{x} %s \\1") == len(blanks)


@pytest.mark.parametrize("kind", _KINDS)
def test_small_talk_needs_a_name_at_most(kind: str) -> None:
    assert say(kind, name="Ada")


def test_an_unknown_key_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        say("no such phrase")
