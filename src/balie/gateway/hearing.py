"""Hearing out a bot: its words go through the safeguards a part at a time, and there is an end to them."""

import asyncio

from balie.gateway.policy.delivery import Delivery

LONGEST_WORDS = 500_000  # characters of one answer; a book has as many
TOO_LONG = f"an answer of more than {LONGEST_WORDS} characters"
WORDLESS = "an answer without words"
_PART = 2_000  # characters that are looked at without a pause


async def heard(delivery: Delivery, words: str) -> str:
    """Take words of the bot; return what may go out. A long answer keeps nobody else waiting."""
    out = []
    for start in range(0, len(words), _PART):
        if start:
            await asyncio.sleep(0)
        out.append(delivery.feed(words[start : start + _PART]))
    return "".join(out)
