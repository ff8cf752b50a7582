"""From attributions to claims, and which claim each number hangs on."""

from .hanging import ArticleParts, NumberLink, Voice
from .linking import CARRIED_RULE, NARRATOR_RULE, link_numbers
from .saying import find_claims

__all__ = [
    "CARRIED_RULE",
    "NARRATOR_RULE",
    "ArticleParts",
    "NumberLink",
    "Voice",
    "find_claims",
    "link_numbers",
]
