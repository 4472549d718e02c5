"""What "his", "it" and "mine" of a fact stand for, by what was told or asked just before.

"his number is 0176" after "our landlord is Mr Petersen" is a fact of our landlord Mr Petersen.
Plain rules over the beginning of a fact; what they do not resolve stays as it is.
"""

import re

from memory.asking import TIME
from memory.dates import MONTHS
from memory.people import is_person
from memory.spoken_of import (
    DETERMINED,
    FIRST,
    NAME,
    SAID,
    TITLED,
    Before,
    person,
    subject_of,
    thing,
)
from memory.telling import VERB

_LEAD = re.compile(
    r"^(?:(?:and|oh|actually|btw|by the way|also|so|well|but|fyi|ps)\b[\s,:]*)+", re.I
)
_SINCE = re.compile(rf"(?:from|as of|since) (?:now on|{TIME}|(?:{MONTHS}))(?: on)?,? (?=\w)", re.I)
_SHORT = {  # as they are typed in haste
    "its": "it is", "hes": "he is", "shes": "she is", "theyre": "they are", "thats": "that is",
}  # fmt: skip
_IT_IS = re.compile(
    rf"(?:thats|that['’]s|that (?:is|was)|that would be|its|it['’]s|it (?:is|was)) (?P<name>{NAME}"
    rf"|{TITLED}[\w'’-]+)(?=$|[.!]*$|, )",
    re.I,
)
_SAID_BY = re.compile(  # "Prof Lindqvist said its at most 8 pages"
    r"(?!(?:i|we|you|he|she|it|they)\b)(?:[\w'’.-]+ ){1,3}?(?:says?|said|reckons|thinks)"
    r" (?:that )?(?=(?:it|its|it['’]s|they|theyre)\b)",
    re.I,
)
_ITS_OWN = re.compile(  # "number is 0176", said right after of whom
    r"(?:(?:phone )?number|e-?mail(?: address)?|address|birthday|surname|nickname|room|password)"
    r" is\b",
    re.I,
)
_VERB_FIRST = re.compile(
    r"(?:starts|begins|ends|finishes|costs|opens|closes|lasts|leaves|arrives|departs) (?:at|on|in"
    r"|from|about|around|until|till|by|\d|[£$€]|next|tomorrow|today|every)",
    re.I,
)
_CLAUSES = re.compile(r"\b(?:and|but|so|because|then|until)\b", re.I)
_OWNED = re.compile(  # "its a mess" says what it is
    r"(?P<whose>his|her|its(?! (?:an?|the|so|very|really|quite|not|just|only|too)\b)|their)\s+"
    r"(?P<rest>(?:[\w'’-]+\s+){1,4}?)(?=\S)",
    re.I,
)
_SUBJECT = re.compile(
    r"(?P<who>he|she|it|they|that|this)(?:(?P<short>['’](?:s|re|ll|d))\b|\s+(?=\S))", re.I
)
_MINE = re.compile(
    rf"(?P<whose>mine|ours|his|hers|(?-i:[A-Z][\w-]*)['’]s)\s+"
    rf"(?={VERB}\b|used to\b|[a-z]{{3,}}ed\b)",
    re.I,
)
_ONE = re.compile(rf"(?P<which>(?:an?|another|the)(?: [a-z]+)?) one\s+(?={VERB}\b)", re.I)
_IT = re.compile(r"\bit(?:['’]?s)?\b", re.I)
_THEM = re.compile(r"\b(?P<what>them|it)\b")
_HIM = re.compile(  # "the key is with her, too", "I lent it to him"
    r"\b(?:with|to|for|from|by|at|about) (?P<who>him|her)"
    r"(?=$|[.!,]| (?:too|now|again|today|on|at)\b)"
)
_IDIOM = re.compile(
    r"\b(?:do|does|did|doing|done|make|makes|made|ship|like|love|hate|lose|lost|get|got|believe"
    r"|help) it\b",
    re.I,
)
_BESIDE = re.compile(r"\b(?:my|our|an?|some) (?:[\w'’-]+ ){1,3}(?:to|for|if|in case|who)\b", re.I)
_AFTER = re.compile(r"$|[.!,]| (?:to|for|on|in|at|with|by|every|too|up|down|back|from)\b")
_BEHIND = re.compile(r"\b(?:for|of|in|into|to|about|with|on) $", re.I)
_OF = {"mine": "my", "ours": "our", "his": "his", "hers": "her"}
_DUMMY = re.compile(  # "it is raining", "it's my turn": nothing was spoken of
    r"(?:it|that|this)(?:['’]s| is| was|['’]ll be| will be)\s+"
    r"(?:(?:so|too|very|really|quite|just|still|already|all|not)\s+)*"
    r"(?:my|your|our|(?-i:[A-Z])[\w-]*['’]s|time|true|wrong|right|fine|ok(?:ay)?|good|great|nice|cool|funny|sad"
    r"|a (?:pity|shame|joke|lie|deal|start)|rain\w*|snow\w*|cold|hot"
    r"|warm|freezing|boiling|windy|foggy|sunny|wet|dark|late|early|you|me|us|what|why|how|who|when|where|because|like|possible|weird|dead|busy|packed|quiet"
    r"|awesome|amazing|it)\b|it(?:['’]s| is| was) (?:gonna|going to|about to|supposed to|meant to)"
    r" (?:be )?(?:rain|snow|hail|storm|pour|thunder|freez|cold|hot|warm|wind|sunn|wet|icy|great|fun"
    r"|fine|ok|awesome|amazing|epic|busy|dark|late)\w*\b"
    r"|it(?:['’]s| is| was) (?:a (?:bit|little) |so |very |really )*[a-z]+ (?:how|that)\b"
    r"|it (?:rain|snow|matter|seem|look|depend|feel)",
    re.I,
)
_ANYBODY = re.compile(  # "they raised the fee": nobody was spoken of
    r"they (?:[a-z]+ed|put|cut|said|have|had|made|took|gave|built|found|sold)"
    r" (?!here\b|in\b|from\b)",
    re.I,
)
_OPINION = re.compile(  # "thats crazy", "that is a lovely idea" speak of no fact
    r"(?:is|was) (?:(?:so|such|very|really|quite|pretty|an?) )*[a-z]+(?: [a-z]+)?[!. ]*$"
)
_SAYS_OF_IT = re.compile(rf"['’]|{VERB}\b|[a-z]{{3,}}ed\b|would\b|could\b", re.I)
_BANTER = re.compile(r"(?:is|['’]s) (?:such|so|a total|literally)\b", re.I)  # "he's such a clown"
_VALUE = re.compile(rf"\d|\b(?:{TIME}|{MONTHS})\b", re.I)
_LONG = {"s": "is", "re": "are", "ll": "will", "d": "would"}


def resolved(fact: str, before: Before) -> str:
    """The fact with what its pronouns stand for; as it is where that is not clear."""
    if _IT.search(fact) and _IT.search(before.question):
        return fact  # "it" is what it was in the question, and that is not known
    lead = _LEAD.match(fact)
    body = fact[lead.end() :] if lead else fact
    if ahead := _SINCE.match(body) or _SAID_BY.match(body):  # "from tomorrow it's at 10"
        rest = resolved(body[ahead.end() :], before)
        return f"{ahead[0]}{rest}" if rest != body[ahead.end() :] else fact
    if _VERB_FIRST.match(body) and not before.question:  # "starts at 2", said right after of what
        return _with_subject(f"it {body}", before) or fact
    if _ITS_OWN.match(body) and not before.question:
        return _with_owner(f"its {body}", before) or fact
    found = _answering(body, before) or _with_owner(body, before)
    found = found or _with_kind(body, before) or _with_subject(body, before)
    return found or _with_object(body, before) or _with_somebody(body, before) or fact


def says_of_somebody(fact: str) -> bool:
    """Whether it is said of somebody who is not named: "the key is with her"."""
    return _HIM.search(fact) is not None


def says_mine(fact: str) -> bool:
    """Whether it speaks of somebody's own without saying what: "mine is on 3 March"."""
    return re.match(r"(?:mine|ours)\b", fact, re.I) is not None


def _answering(body: str, before: Before) -> str:
    """As in "that would be Mrs Halloran" to "who teaches?", or after "someone teaches"."""
    said = _IT_IS.match(body)
    asked = re.fullmatch(r"(?:who|which \w+) (?P<rest>.+)", before.question.rstrip("?! "), re.I)
    told = re.fullmatch(r"some(?:one|body) (?P<rest>.+?)[.! ]*", before.told, re.I)
    found = asked or (None if before.question else told)
    return f"{said['name']} {found['rest']}{body[said.end() :]}" if said and found else ""


def _with_owner(body: str, before: Before) -> str:
    """As in "his number is 0176"."""
    owned = _OWNED.match(body)
    if not owned or not _says_something(body):
        return ""
    whose = owned["whose"].lower()
    who = person(before) if whose in ("his", "her") else thing(before, many=whose == "their")
    who = who or (person(before) if whose == "its" else "")
    rest = body[len(whose) :].lstrip()
    if who and (same := _same_thing(who, rest)):
        return same
    return f"{_possessive(who)} {rest}" if who else ""


def _says_something(body: str) -> bool:
    """Whether "its" is whose, and something is said of what it has: "its door jams"."""
    verb = SAID.search(body)
    if verb and verb.start() > len(body.partition(" ")[0]) + 1:
        return True
    thing_, does = [*body.split()[1:3], "", ""][:2]
    return thing_.isalpha() and bool(re.fullmatch(r"[a-z]{3,}[^\Ws]s\W?", does))


def _same_thing(who: str, rest: str) -> str:
    """The password of the server, where "its password" is what was asked for."""
    verb = SAID.search(rest)
    noun = rest[: verb.start()].strip() if verb else ""
    if not verb or not noun or not re.search(rf"\b{re.escape(noun)}\b", who, re.I):
        return ""
    return f"{who} {rest[verb.start() :]}"


def _possessive(who: str) -> str:
    if who.lower() == "i":
        return "my"
    return f"{who}'" if who.endswith("s") and who.islower() else f"{who}'s"


def _with_kind(body: str, before: Before) -> str:
    """As in "mine is on 3 March" after "my birthday is on 12 December"."""
    mine, one = _MINE.match(body), _ONE.match(body)
    subject = subject_of(before.told)
    if not (mine or one) or not subject:
        return ""
    kind = re.sub(r"^(?:my|our|your|the|his|her|their|an?|[\w-]+['’]s) ", "", subject, flags=re.I)
    if one:
        return f"{one['which']} {kind} {body[one.end() :]}" if kind else ""
    if mine is None or kind == subject:
        return ""
    whose = _OF.get(mine["whose"].lower(), mine["whose"])
    return f"{whose} {kind} {body[mine.end() :]}"


def _with_subject(body: str, before: Before) -> str:
    """As in "she works at the harbour", "its due on Tuesday"."""
    word, _, rest = body.partition(" ")
    body = f"{_SHORT[word.lower()]} {rest}" if word.lower() in _SHORT and rest else body
    subject = _SUBJECT.match(body)
    if not subject or _DUMMY.match(body):
        return ""
    who = subject["who"].lower()
    said = body[len(who) :].lstrip() if not subject["short"] else body[len(who) :]
    if who in ("that", "this") and not (before.question and _SAYS_OF_IT.match(said)):
        return ""  # "this week sucks"
    if who == "they" and (_THEM.search(body) or _ANYBODY.match(body)):
        return ""
    if who in ("he", "she"):
        found = person(before)
    else:
        found = thing(before, many=who == "they") or (person(before) if who == "it" else "")
    said = re.sub(r"^['’]s(?= (?:been|got|had)\b)", "has", said, flags=re.I)
    said = re.sub(r"^['’](s|re|ll|d)\b", lambda m: _LONG[m[1].lower()], said)
    judges = who in ("that", "this") and _OPINION.match(said) and not _VALUE.search(said)
    teases = who in ("he", "she") and _BANTER.match(said)
    if not found or not said or found.lower() == "i" or judges or teases:
        return ""
    if who == "it" and not before.question and re.match(r"is [A-Z]", said):  # "it's Sardinia now"
        return ""
    return f"{found} {said}"


def _with_somebody(body: str, before: Before) -> str:
    """As in "the key is with her, too", said right after of whom."""
    found, who = _HIM.search(body), person(before)
    if not found or not who or " of " in who:
        return ""
    lead = f"{body[:1].lower()}{body[1 : found.start()]}" if " " in subject_of(body) else body
    if re.search(rf"\b(?:{NAME}|he|she|someone|somebody)\b", lead[: found.start()]):
        return ""  # it may be somebody who is named in it
    if not re.fullmatch(NAME, who) and not is_person(who.split()[-1]):
        return ""
    return f"{body[: found.start('who')]}{who}{body[found.end('who') :]}"


def _with_object(body: str, before: Before) -> str:
    """As in "I have 18 of them", "we're showing it in the blue room"."""
    found = _THEM.search(body)
    if not found or _DUMMY.match(body) or _IDIOM.search(body):
        return ""
    lead, rest = body[: found.start()], body[found.end() :]
    if len(lead.split()) < 2 and not rest.strip(" .!"):
        return ""
    if _CLAUSES.search(lead) or _BESIDE.search(lead):
        return ""  # "I can lend my drill to anyone who needs it"
    if re.search("[,:]", lead) or ("," in rest and not before.question):
        return ""  # what is meant may be said beside it
    if found.start() < len(subject_of(body.partition(",")[0])):  # "the code for it is 9035"
        meant = _BEHIND.search(lead) is not None
    else:
        said = before.question or FIRST.match(body) or not DETERMINED.search(lead)
        meant = bool(said) and _AFTER.match(rest) is not None
    if not meant:
        return ""
    what = thing(before, many=found["what"] == "them")
    if what and lead.endswith(" of ") and not DETERMINED.match(what) and what.islower():
        what = f"the {what}"
    return f"{body[: found.start('what')]}{what}{body[found.end() :]}" if what else ""
