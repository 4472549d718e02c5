"""What somebody who speaks to the bot wants: to teach, to ask, to make it forget, to chat.

Plain rules over the beginning and the end of a sentence. A text that could be a fact but was not
offered as one ("the raid is on Friday") is `Offer`: the conversation asks before it stores.
"""

import re
from dataclasses import dataclass

from memory.small_talk import small_talk
from memory.words import stems, words


@dataclass(frozen=True, slots=True)
class Teach:
    """Store this fact."""

    fact: str


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
    r"[,!:.]?\s+)*(?:(?:can|could|would|will) you\s+)?(?:(?:please|pls|plz)\s+)?"
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
_QUESTION = re.compile(
    r"(?:who|whos|whom|whose|what|whats|when|whens|where|wheres|which|why|how|hows|is|are|am|was"
    r"|were|do|does|did|can|could|will|would|should|shall|has|have|had|may|isnt|arent|dont|doesnt"
    r"|didnt|tell|remind|any|anyone|anybody|know|ask)$"
)
_AFTER_PREPOSITION = re.compile(  # "by when must we go", "at what time is it"
    r"(?:about|after|at|before|by|for|from|in|of|on|since|til|till|to|until|with) "
    r"(?:what|which|when|where|whom|whose|how)\b"
)
_MISSPELT = {
    "wat": "what", "wht": "what", "waht": "what", "whst": "what", "wats": "what's",
    "whn": "when", "wehn": "when", "wehre": "where", "wher": "where", "whre": "where",
    "hwo": "how", "wich": "which", "whihc": "which", "woh": "who",
}  # fmt: skip
_MISSPELLING = re.compile(
    rf"^(\W*(?:(?:hey|hi|ok|okay|so|well|and|also|but|engram)\W+)*)({'|'.join(_MISSPELT)})\b", re.I
)
_IN_THE_END = re.compile(  # "I cut my hand, where's the first aid kit"
    r"[,.!;]\s*(?:and |so |but )?"
    r"(?:(?:who|what|where|when|how)"
    r"(?:['’]?s| (?:is|are|do|does|did|has|have|can|should|must|will))"
    r"|(?:can|should|could|may|do|does|must) (?:i|we|it|he|she|they|you|any(?:one|body)))\b",
    re.I,
)
_INDIRECT = re.compile(
    r"\b(?:do you (?:know|remember)|does (?:any|some)(?:one|body) (?:know|remember)"
    r"|any (?:idea|clue)|(?:tell|remind) (?:me|us)|let me know"
    r"|(?:i )?(?:forgot|forget|wonder|(?:was|am|i['’]?m) wondering|can['’]?t remember|need to know"
    r"|want to know)\s+(?:who|what|when|where|which|how|whose|whether|if|the))\b",
    re.I,
)
_FIRST_PERSON = re.compile(
    r"(?:i|i'(?:m|ve|ll|d)|im|ive|my|mine|our|we|we'(?:re|ve|ll)|ours)$", re.I
)
_LEADING = re.compile(r"^(?:(?:hey|hi|hello|ok|okay|so|well|and|also|btw|engram|now) )+")
_BY_THE_WAY = re.compile(  # what is no part of a fact
    r"^(?:(?:btw|by the way|fyi|til(?: that)?|p\.?s\.?)\b[,:]?\s*"
    r"|(?:no|oh|wait|well|hey|so)\b(?: wait)?[,:]\s*)+",
    re.I,
)
_TELLS = re.compile(  # somebody or something, and a word that ends as verbs do
    r"(?:(?:the|our|this|that|a|an|all|some) )?[\w'’-]+ (?:[\w'’-]+ ){0,3}?[a-z]+(?:[^\Ws'’]s|ed)"
    r"(?: (?!please|pls)[\w'’-]+)+$|(?:the|our|this|that) [\w'’-]+ [a-z]+(?:[^\Ws'’]s|ed)$"
)
_SAID_SO = re.compile(r"(?:fyi|til)\b", re.I)  # what follows is told, whatever its verb
_CHEER = re.compile("[!☀-➿\U0001f000-\U0001faff]")  # said with feeling: no key words
_COPULA = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|can|cannot|can't|isn't|aren't|won't|must|should"
    r"|likes?|loves?|hates?|lives?|plays?|works?|needs?|wants?|owns?|starts?|ends?|opens?|closes?"
    r"|costs?|goes|moved|got)\b",
    re.I,
)
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
    r"|(?:list|show(?: me)?) (?:all )?my (?:facts|memories|data))"
)
_NOT_WANTED = re.compile(
    r"i (?:don't|dont|do not|never) want you to (?:remember|know|store|save)\b"
)
_TO_A_BOT = re.compile(r"[!/.?$%&+>=;~-]\w")  # the usual prefixes of commands
_TELLING = 2  # words that carry meaning, without which a statement says hardly anything
_QUOTED = re.compile(r'["“]([^"“”]*)["”]')  # all of it, not its first and last word


def understand(text: str) -> Intent:
    """What the text wants. The text has words in it or not; an empty one is small talk."""
    text = _MISSPELLING.sub(_mended, " ".join(text.split()))
    plain = " ".join(words(text))
    for decide, pattern in ((True, _YES), (False, _NO)):
        if pattern.fullmatch(plain):
            return Decide(decide)
    if _MINE.fullmatch(plain):
        return Mine()
    return _command(text) or _small_talk(text, plain) or _statement(text, plain)


def _mended(match: re.Match[str]) -> str:
    """The beginning of a question with its question word as it is spelt."""
    return match[1] + _MISSPELT[match[2].lower()]


def may_tell(text: str) -> bool:
    """Whether what is taken for a question may be a statement with a verb that is not known here.

    "Mia cooks on Monday" is; "wifi password" and whatever has a question mark are not.
    """
    plain = " ".join(words(text))
    return not _asks(text, plain) and _TELLS.match(plain) is not None


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
    if taught and not text.endswith("?") and not _NOT_TAUGHT.match(taught["fact"]):
        return Teach(_bare(taught["fact"]))
    forget = _FORGET.match(text)
    if forget and not text.endswith("?"):
        about = _bare(forget["about"])
        return Forget(about, everything=_EVERYTHING.fullmatch(about) is not None)
    return None


def _small_talk(text: str, plain: str) -> Intent | None:
    if not plain:
        return SmallTalk("emoji" if _CHEER.search(text) else "empty")
    if _NOT_WANTED.match(plain):
        return SmallTalk("not_stored")
    kind = small_talk(plain)
    return SmallTalk(kind) if kind else None


def _asks(text: str, plain: str) -> bool:
    """Whether its beginning, its end or what it asks for by the way makes it a question."""
    first = plain.partition(" ")[0].replace("'", "")
    starts = _QUESTION.match(first) or _AFTER_PREPOSITION.match(plain)
    ends = text.rstrip("!. )").endswith("?") or _IN_THE_END.search(text)
    return bool(starts or ends or _INDIRECT.search(text))


def _statement(text: str, plain: str) -> Intent:
    if _asks(text, _LEADING.sub("", plain) or plain):
        return Ask(text)
    fact = _BY_THE_WAY.sub("", text)
    said = _LEADING.sub("", " ".join(words(fact)))
    if _FIRST_PERSON.match(said.partition(" ")[0]) and " " in said:
        return Teach(fact)
    if _COPULA.search(fact) or _SAID_SO.match(text):
        return Offer(fact)
    return SmallTalk("cheer") if _CHEER.search(text) else Ask(text)


def _bare(fact: str) -> str:
    quoted = _QUOTED.fullmatch(fact.strip())
    return (quoted[1] if quoted else fact).strip()
