"""What is said to be friendly: recognised, so that it is neither stored nor searched for."""

import re

_KINDS: dict[str, tuple[str, ...]] = {
    "how_are_you": (
        r"(?:(?:hi|hey|hello|yo|so) )?(?:engram )?how(?:'s| is) it going(?: \w+)?",
        r"(?:(?:hi|hey|hello|yo|so) )?(?:engram )?"
        r"how are (?:you|u|ya|things)(?: doing)?(?: today)?",
        r"how do you (?:do|feel)(?: today)?|how's (?:life|your day)(?: .*)?|how was your day",
        r"(?:what's|whats) up|wassup|sup|(?:are )?you (?:ok|okay|good|alright)",
    ),
    "who_are_you": (
        r"(?:who|what) (?:are|r) (?:you|u)(?: .{0,12})?|what(?:'s|s| is) your name",
        r"are you (?:a )?(?:bot|robot|human|real|alive|an ai|ai)(?: .*)?",
        r"who (?:made|built|created) you",
    ),
    "help": (
        r"help(?: me)?|what can (?:you|u) do|how do (?:you|u) work|how does this work|commands",
        r"what do you do|(?:can|could) you help(?: me)?(?: out)?|i need (?:some |your )?help"
        r"|i have (?:a |another )?question(?: for you)?",
    ),
    "joke": (
        r"(?:.*\b)?tell (?:me|us) a(?:nother)? (?:joke|story)|make me laugh|sing(?: .*)?",
        r"do you (?:like|love|dream|sleep|ever)\b.*|can you (?:sing|dance|feel).*",
        r"know any (?:good )?jokes.*",
    ),
    "thanks": (
        r"(?:.{0,25}\b)?(?:thanks|thank you|thx|tysm|cheers|thank u|merci)\b.{0,40}",
        r"(?:(?:ok(?:ay)?|k|oh|ah|yes|yep|cool|nice|great|perfect|awesome|got it|haha|lol) )*"
        r"ty(?: (?:so much|very much|all|everyone|engram|bot|again|lol|you \w+|for .{1,30}))*",
        r"much appreciated|appreciate it|ta",
    ),
    "bye": (
        r"(?:ok(?:ay)? |alright |well )?"
        r"(?:bye|goodbye|gn|see (?:you|ya|u)|cya|ttyl)\b.{0,30}",
        r"night(?: night)?(?: (?:all|everyone|everybody|folks|guys|bot|engram|friends?|there))*"
        r"(?: x+)?",
        r"(?:have a )?good ?night\b.{0,30}|later|(?:i )?(?:gotta|have to) go",
        r"(?:right |ok |well )?(?:i'm|im) off"
        r"(?: (?:now|then|to bed|home|night|bye|see|cheers)\b.{0,25})?",
    ),
    "hello": (
        r"(?:hi+|hey+|hello+|yo+|hiya|howdy|heya|good (?:morning|afternoon|evening|day)|morning"
        r"|evening|gm|greetings|welcome(?: back)?|hola|o/)"
        r"(?: (?:there|all|everyone|everybody|folks|guys|team|bot|you|again|friends?|mate|engram))*"
        r"(?: .{0,15})?",
    ),
    "praise": (
        r"(?:(?:you(?: guys| all| lot| two)?(?:'?re| are| r)|ur|u r|that(?:'s| is| was)?|this is"
        r"|it's|such a|what a|so|very|really|pretty|the|a|an|my|such) )*"
        r"(?:good|great|nice|cool|awesome|amazing|clever|smart|best|perfect|lovely|wonderful|sweet"
        r"|excellent|brilliant|legend|star|hero|genius|gem|lifesaver|champ|useful|helpful|neat|wow"
        r"|fantastic|love (?:it|you|u|this))\b.{0,30}",
    ),
    "laugh": (
        r"(?:(?:a*(?:ha){2,}h?|(?:he){2,}|lo+l+|lmf?ao+|rofl|xd+|heh|kek|omg|wow|oof|rip|gg|wp|ggwp"
        # each of them a whole word: "friday" is no "f", and "hahaha…" is read in one way only
        r"|oh (?:dear|my god)|yikes|phew|ouch|eek|pog|bruh|f|uwu|gotcha|gz+"
        r"|grat[sz]+|congrat(?:s|ulations)|yu+m+y?|no{2,}|same|mood|oops|ya+y|woo+|hmm+|meh|ugh|whoops|a+w+|a{2,}h+|yes{2,})"
        r"\b\s*)+(?:.{0,30})",
    ),
    "sorry": (
        r"(?:oh+ |no+ |aw+ )*(?:(?:i'm|im|i am) (?:so |really |very )?)?(?:sorry|my bad|apologies"
        r"|oops|whoops)\b.{0,30}",
    ),
    "feeling": (
        r"(?:brb|bbl|bbiab)\b.{0,40}|(?:ffs|smh|jeez)(?: \w+)?|(?:\w+ )?at last|(?:finally )?tgif",
        r"(?:please )?tell me (?:you|u)(?:'?re| are| r) (?:joking|kidding|not serious)\b.{0,15}",
        r"(?:i'm|im|i am) (?:(?:so|very|really|a bit|just|pretty|feeling|doing) )*"
        r"(?:fine|ok|okay|good|great|well|tired|bored|happy|sad|back|here|done|hungry|sleepy"
        r"|excited|hyped|stoked|pumped|buzzing|gutted|chuffed|confused|dead|starving|knackered|exhausted|freezing|shattered|wrecked|stuffed"
        r"|full|hungover|dying|bad|proud|jealous|nervous|alright|kidding|joking|off|in|lost|stuck"
        r"|ready|late|sure|not sure)"
        r"(?: (?:today|now|too|thanks|again|lol|haha|as well|rn|atm|ngl|tho|already))*",
        r"i (?:love|like|hate|miss) (?:you|u|this bot|it|this|that)(?: .{0,12})?",
        r"my \w+(?: \w+)? (?:is|are) killing me\b.{0,15}|.{0,20}\btaking forever\b.{0,10}",
        r"i (?:think so|see|agree|disagree|know|guess(?: so)?|hope so|suppose(?: so)?|get it"
        r"|understand|do|don't|dont|did|didn't|can|can't|will|don't know|dont know|have no idea"
        r"|don't think so|doubt it|don't care|didn't say (?:that|this|so))"
        # nothing else: "I don't eat pork" and "I know kung fu" are facts
        r"(?: (?:it|that|this|so|too|not|now|then|yet|either|about|really|right|again|you|why|how"
        r"|though|tho|lol|haha|man|bro|sorry|thanks|bot|engram))*",
        r"i can(?:'?t| ?not) (?:even|wait|believe (?:it|this|that))(?: .{0,15})?",
        r"(?:so |what a )?long day(?: .{0,12})?",
        r"(?:it|(?:this|that)(?: \w+)?)(?:'?s| is| was)"
        r" (?:(?:so|really|very|such a|a bit|pretty) )+"
        r"(?:unfair|annoying|sad|boring|weird|rude|gross|tiring|hard|stupid|shame|pity|mean|cruel"
        r"|harsh)\b.{0,20}",
        r"(?:it'?s |it is )(?:so |really |very )?(?:dead|busy|packed|quiet|boring|mad|chaos)"
        r" (?:in here|here|today)\b.{0,15}",
        r"(?:oh+ )?(?:no+ )?not again(?: .{0,12})?|(?:it'?s |its )?gonna be (?:so )?\w+\b.{0,15}",
        r"so+ (?:annoying|unfair|boring|weird|cool|excited|happy|proud|tired|glad|sad|jealous|good"
        r"|nice|cute|true|funny)\b.{0,15}",
        r"(?:wow |omg )?that'?s (?:so |just |really )?"
        r"(?:crazy|insane|wild|mad|awful|terrible|sad|rude)",
        r"(?:yeah|yes|yep|i know|ik)(?: i know)? (?:right|it'?s a lot|tell me about it)\b.{0,10}",
        r"yeah i (?:know|guess|think so|agree|see)(?: (?:it|its|right|that|so)\b.{0,15})?",
        r"(?:omg|lol|haha|wait|but|oh) why so \w+",
        r"(?:i )?hope (?:you|u|your|it|that|everyone|he|she|they)\b.{0,50}",
        r"i'll (?:think about it|see|be back|try|do that|remember (?:that|it))",
        r"my (?:god|goodness|pleasure|head hurts)",
    ),
    "to_all": (  # what people ask each other
        r"(?:(?:haha|lol|hey|so|ok) )*any(?:one|body) (?:else )?(?:tired|bored|hungry|awake|up for"
        r"|fanc(?:y|ies)|keen on|in the mood|wanna|wants? (?:some|a|to))\b.{0,40}",
        r"(?:(?:haha|lol|hey|so|ok) )*who(?:(?:'?s| is) (?:up for|with me|keen)\b.{0,40}"
        r"| (?:doesn'?t|cares|wants (?:some |a )?\w+))",
        r"how (?:was|were|is|are) every(?:one|body)(?:'?s)?\b.{0,30}",
        r"how (?:was|were) (?:your|the) (?:weekend|day|evening|holidays?|night)s?\b.{0,15}",
    ),
    "okay": (
        r"(?:ok(?:ay)?|k|kk|cool|fine|alright|right|sure thing|got it|i see|makes sense"
        r"|fair enough|fair|true|indeed|exactly|np|no problem|no worries|you're welcome"
        r"|interesting|nvm|roger|understood|(?:i['’]?m )?on it|on my way|omw|will do)(?: .{0,12})?",
        r"(?:that )?(?:sounds|looks) (?:good|great|fun|nice|fine|lovely|perfect)\b.{0,20}",
        r"(?:that )?sounds like (?:a plan|fun|a good idea)\b.{0,15}|lgtm(?: ship it)?|ship it",
        r"wait what|no way|maybe(?: later)?|me|not me|good (?:point|luck)\b.{0,20}",
        r"(?:nah|no|yeah) i'?m (?:good|fine|ok)(?: .{0,12})?",
        r"(?:(?:oh|no+|aw+) )*poor (?:you|thing|him|her|baby|\w+)|get well(?: soon)?\b.{0,20}",
        r"(?:have )?fun|enjoy(?: .{0,20})?",
    ),
}
_PATTERNS = {kind: re.compile("|".join(patterns)) for kind, patterns in _KINDS.items()}

_OPENERS = re.compile(
    r"^(?:(?:hi+|hey+|hello+|yo|hiya|heya|howdy|good (?:morning|afternoon|evening|day)|morning"
    r"|ok(?:ay)?|k|kk|cool|nice|great|fine|alright|right|thanks|thank you|thx|ty|sorry|lol|omg"
    r"|wow|hmm+|(?:ha){2,}|so|and|but|now|also|well|there|all|everyone|guys|bot|engram) )+"
)
_ASKS = re.compile(
    r"(?:who|whos|whose|when|whens|where|wheres|which|what|whats|why|how|hows)\b(?! an?\b)"
    r"|(?:is|are|was|were|do|does|did|can|could|will|should|has|have) "
    r"(?:the|my|our|your|i|you|we|he|she|it|they|there|any\w*|some\w*)\b"
)
# "night raid is on friday", "my best friend is Ada": somebody or something is told of
_TELLS = re.compile(
    r"\b(?!(?:i|you|u|he|she|it|we|they|that|this|these|those|which|what|there|here|all|guys|lot"
    r"|two"
    r"|everything)\b)[\w']+ (?:is|are|was|were|has|starts|opens|closes|ends|costs|lives|moved)\b"
)
_CODE = re.compile(r"\d{2}")  # "same code as last time: 4711"
_MAY_TELL = frozenset({"hello", "bye", "praise", "okay", "thanks", "laugh", "sorry"})


def small_talk(plain: str, *, asked: bool = False) -> str | None:
    """The kind of small talk that the words (lower-case, no punctuation) are, if they are any.

    `asked`: with a question mark behind them.
    """
    kind = _kind(plain)
    rest = _OPENERS.sub("", plain)
    keyed = asked and kind == "hello" and _OPENERS.fullmatch(f"{plain} ") is None
    if kind and rest != plain and (keyed or _ASKS.match(rest)):
        return _kind(rest)  # "hey, when is the raid", "yo, wifi?": the greeting is by the way
    if kind in _MAY_TELL and (_TELLS.search(plain) or _CODE.search(plain)):
        return None
    return kind


def _kind(plain: str) -> str | None:
    return next((kind for kind, found in _PATTERNS.items() if found.fullmatch(plain)), None)
