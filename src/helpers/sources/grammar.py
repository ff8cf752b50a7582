"""Closed classes of English words that source mentions are built with."""

from __future__ import annotations

PARTICLES = frozenset(
    "de del della di da do dos du van von der den ter la le el al bin bint ibn abu ben y e af ap "
    "zu und st".split()
)
PERSONAL = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f",
    "herself": "f",
}  # fmt: skip
THING = frozenset({"it", "its", "itself"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
SELF = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
NOBODY = frozenset({"you", "your", "this", "that", "these", "what", "there", "whoever"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
POSSESSIVE = frozenset({"his", "her", "its", "their", "my", "our", "whose"})
SINGULAR = frozenset({"a", "an", "one", "another", "every", "each"})
QUANTIFIERS = frozenset(
    "some several many few most more other others various numerous two three four five six seven "
    "eight nine ten dozens hundreds thousands scores all any certain half both much multiple "
    "countless other".split()
)
NONE_AT_ALL = frozenset({"no", "nobody", "none", "neither", "no-one"})
EVERYBODY = frozenset({"everyone", "everybody", "anyone", "anybody", "someone", "somebody"})
PREPOSITIONS = frozenset(
    "of for at in from with on to near by inside within under against across among around "
    "behind about into outside between over without per as via after during".split()
)
# Words after a head noun that open a clause about it ("people familiar with the matter").
CLAUSE_OPENERS = frozenset(
    "who which that whose whom where when while familiar briefed close living working speaking "
    "responsible based present involved now currently including such like than and or nor but "
    "is are was were has have had said says saying told used opposed asked interviewed contacted "
    "reached quoted cited".split()
)
CAPITAL_FILLERS = frozenset({"of", "for", "the", "and", "on", "in", "to"}) | PARTICLES
ADJECTIVES_OF_REGION = frozenset(
    "western eastern northern southern african asian european arab latin nordic baltic "
    "scandinavian islamic muslim christian jewish catholic orthodox".split()
)
GRADES = frozenset(
    "senior top former deputy chief acting junior retired leading local regional".split()
)
