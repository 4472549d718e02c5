"""What somebody who speaks to the bot wants: to teach, to ask, to make it forget, to chat.

Plain rules over the beginning and the end of a sentence. What is stated plainly ("the raid is on
Friday") is stored, and may be taken back; of what could be a fact ("maybe the raid is on Friday")
the conversation asks before it stores it: `Offer`.
"""

import re
from dataclasses import dataclass

from memory.haste import mended, with_i
from memory.leads import bare, without_lead
from memory.questions import alone, asks, beside_request
from memory.small_talk import small_talk
from memory.telling import (
    is_hedged,
    is_told,
    laughs,
    may_be_told,
    of_oneself,
    resembles_told,
    said_so,
)
from memory.words import stems, words


@dataclass(frozen=True, slots=True)
class Teach:
    """Store this fact. `plainly`: it was stated, neither in so many words for it nor of oneself."""

    fact: str
    plainly: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """Perhaps a fact: ask whether to store it."""

    fact: str


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer this question."""

    question: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Find what this is about and, once confirmed, forget it. `everything`: all that one said."""

    about: str
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Decide:
    """Yes or no to what the bot asked."""

    yes: bool


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """A short friendly reply; `kind` names the phrase."""

    kind: str


@dataclass(frozen=True, slots=True)
class Mine:
    """List what this person told."""


Intent = Mine | Teach | Offer | Ask | Forget | Decide | SmallTalk


_POLITE = (
    r"(?:(?:hey|hi|ok|okay|so|well|and|also|oh|btw|fyi|pls|please|engram|now|alright|right)"
    r"[,!:.]?\s+)*(?P<request>(?:can|could|would|will) you\s+|i(?:['’]d| would) like you to\s+"
    r"|i (?:want|need) you to\s+|(?:make|be) sure (?:to|you|that you)\s+)?"
    r"(?:(?:please|pls|plz|kindly|just)\s+)*(?:be so (?:good|kind) (?:as )?to\s+)?"
)
_TEACH = re.compile(
    _POLITE + r"(?:also\s+|always\s+)*"
    r"(?:remember|note(?: to self)?|memori[sz]e|keep in mind|(?:make|take) a note"
    r"|don['’]?t forget|do not forget"
    r"|never forget|save this|(?:learn|store)(?=\s*:|\s+(?:that|this)\b))"  # no "store hours are …"
    r"(?:\s*[:,-]\s*|\s+(?:this\s*[:,-]\s*|down\s*[:,-]?\s*)?(?:also\s+)?(?:that\b\s*[:,]?\s*)?)"
    r"(?P<fact>\S.*)",
    re.I | re.S,
)
_NOT_TAUGHT = re.compile(
    r"(?:when|who|what|where|why|how|which|whose|if|whether|me|us|it(?!['’]))\b", re.I
)
_THAT = re.compile(r"\bthat\b|:", re.I)
_NOTHING_TAUGHT = re.compile(
    _POLITE + r"(?:remember|note|memori[sz]e)(?:\s+(?:this|that|it))*\s*[:.!,]*", re.I
)
_FORGET = re.compile(
    _POLITE + r"(?:forget|delete|erase|unlearn)\b"
    r"(?:\s+(?:about|that|what (?:i|you) (?:said|know|told you|remember)(?: about)?))?"
    r"\s*[:,]?\s*(?P<about>.*)",
    re.I | re.S,
)
_EVERYTHING = re.compile(
    r"everything|all|(?:about )?me|my (?:data|facts|memories|info)|(?:everything|all)\s+"
    r"(?:about me|(?:that )?i (?:ever )?(?:said|told you|taught you)|of mine"
    r"|(?:that )?you know about me|my (?:facts|memories)|mine)",
    re.I,
)
_CHEER = re.compile("[!☀-➿\U0001f000-\U0001faff]")  # said with feeling: no key words
_YES = re.compile(
    r"(?:yes|ja|y|yep|yeah|yup|ya|sure|ok(?:ay)?|confirm(?:ed)?|do it|please do|go ahead|yes please"
    r"|yes do it|of course|definitely|absolutely)"
)
_NO = re.compile(
    r"(?:no|nein|n|nope|nah|cancel|stop|don't|dont|do not|keep it|no thanks|never ?mind|forget it"
    r"|leave it|please don't)"
)
_MINE = re.compile(
    r"(?:please )?(?:what do you (?:know|remember) (?:about|of) me"
    r"|what (?:did|have) i t(?:ell|old) you(?: so far)?"
    r"|(?:list|show(?: me)?) (?:all )?my (?:facts|memories|data))(?: please| if i may ask)?"
)
_NOT_WANTED = re.compile(
    r"i (?:don't|dont|do not|never) want you to (?:remember|know|store|save)\b"
)
_TO_A_BOT = re.compile(r"[!/.?$%&+>=;~-]\w")  # the usual prefixes of commands
LEANS = 300  # characters of a text that leans on another; a longer one is a story
_MEANT = re.compile(r"i mean(?:t)? (?!to\b|a lot\b|business\b|it\b)", re.I)
_TELLING = 2  # words that carry meaning, without which a statement says hardly anything
_QUOTED = re.compile(r'["“]([^"“”]*)["”]')  # all of it, not its first and last word


def understand(text: str) -> Intent:
    """What the text wants. The text has words in it or not; an empty one is small talk."""
    text = mended(" ".join(text.split()))
    plain = " ".join(words(text))
    for decide, pattern in ((True, _YES), (False, _NO)):
        if pattern.fullmatch(plain):
            return Decide(decide)
    if _MINE.fullmatch(plain):
        return Mine()
    return _command(text) or _small_talk(text, plain) or _statement(text, plain)


def says_meant(fact: str) -> bool:
    """Whether it says what was meant before, and is no fact: "i meant wednesday"."""
    return _MEANT.match(fact) is not None


def may_tell(text: str) -> bool:
    """Whether what is taken for a question may be a statement with a verb that is not known here.

    "Mia cooks on Monday" is; "wifi password" and whatever has a question mark are not.
    """
    return not surely_asks(text) and resembles_told(" ".join(words(text)))


def surely_asks(text: str) -> bool:
    """Whether a question mark or a question word makes it a question, whatever leads up to it."""
    return asks(text, without_lead(" ".join(words(text))))


def is_command(text: str) -> bool:
    """Whether it tells in so many words to remember or to forget."""
    return _command(mended(" ".join(text.split()))) is not None


def may_lean(text: str, intent: Intent) -> bool:
    """Whether it may state what leans on what was said before: "his number is …", "no, at 11"."""
    if len(text) > LEANS:
        return False
    if isinstance(intent, Teach | Offer):
        return True
    plain = without_lead(" ".join(words(text)))
    return isinstance(intent, Ask | SmallTalk) and bool(plain) and not asks(text, plain)


def is_statement(text: str) -> bool:
    """Whether somebody states something, in a talk that the bot only hears.

    Stricter than `understand`: commands to other bots and what hardly says anything are left out.
    """
    text = " ".join(text.split())
    if _TO_A_BOT.match(text) or len(stems(text)) < _TELLING:
        return False
    return isinstance(understand(text), Teach | Offer)


def _command(text: str) -> Intent | None:
    """Teach and forget, which are said in so many words."""
    if _NOTHING_TAUGHT.fullmatch(text):
        return SmallTalk("remember_what")
    taught = _TEACH.match(text)
    if taught and not _NOT_TAUGHT.match(taught["fact"]) and _requests(taught):
        return Teach(_unquoted(taught["fact"].removesuffix("?")))
    forget = _FORGET.match(text)
    if forget and (forget["request"] or not text.endswith("?")):
        about = _unquoted(forget["about"].removesuffix("?"))
        return Forget(about, everything=_EVERYTHING.fullmatch(about) is not None)
    return None


def _requests(taught: re.Match[str]) -> bool:
    """Whether it is no question, but perhaps a polite request: "could you remember that …?"."""
    if not taught.string.endswith("?"):
        return True
    said_that = _THAT.search(taught.string[: taught.start("fact")]) is not None
    return bool(taught["request"]) and said_that and len(stems(taught["fact"])) >= _TELLING


def _small_talk(text: str, plain: str) -> Intent | None:
    if not plain:
        return SmallTalk("emoji" if _CHEER.search(text) else "empty")
    if _NOT_WANTED.match(plain):
        return SmallTalk("not_stored")
    kind = small_talk(plain, asked=text.endswith("?"))
    return SmallTalk(kind) if kind else None


def _statement(text: str, plain: str) -> Intent:
    if asks(text, without_lead(plain)):
        told = beside_request(text)
        return _told(told) if told else Ask(alone(text))
    return _told(text)


def _told(text: str) -> Intent:
    fact = with_i(bare(text))
    said = without_lead(" ".join(words(fact)))
    if says_meant(said):
        return Ask(text)
    own = of_oneself(said)
    if own or said_so(text) or is_told(fact, said) or _ends_in_a_fact(fact):
        jests = laughs(text) and not own  # of others: "rory couldnt hit a barn door lol"
        return Offer(fact) if is_hedged(text) or jests else Teach(fact, plainly=not own)
    if may_be_told(fact) and " " in fact:  # "paid!" tells nothing
        return Offer(fact)
    if laughs(text) and " " not in fact:
        return SmallTalk("laugh")
    return SmallTalk("cheer") if _CHEER.search(text) else Ask(text)


def _ends_in_a_fact(text: str) -> bool:
    """Whether its last sentence is told plainly: "found her! luna is back home"."""
    if len(text) > LEANS:
        return False
    first, parted, last = text.rpartition("! ")
    last = bare(last)
    return bool(parted) and bool(first) and is_told(last, without_lead(" ".join(words(last))))


def _unquoted(fact: str) -> str:
    fact = bare(fact.strip())
    quoted = _QUOTED.fullmatch(fact)
    return (quoted[1] if quoted else fact).strip()
