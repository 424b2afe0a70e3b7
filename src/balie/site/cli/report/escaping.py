"""Text from files in Markdown: it stays text, whatever it holds."""

import re

_MEANING = re.compile(r"([\\`*_{}\[\]<>#|!~])")
_LINKING = re.compile(r"@|(?:https?|ftp|mailto|xmpp):|www\.", re.IGNORECASE)
_NO_WIDTH = "&#8203;"  # a backslash does not stop links and mentions: some sites look for them in the finished page


def in_markdown(text: str) -> str:
    """Keep what somebody wrote from becoming markup, a link or a call on somebody's name."""
    return _LINKING.sub(rf"\g<0>{_NO_WIDTH}", _MEANING.sub(r"\\\1", " ".join(text.split())))
