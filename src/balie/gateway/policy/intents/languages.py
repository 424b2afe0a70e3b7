"""In which of our four languages a conversation is, by its small words; single short messages do not tell."""

from collections.abc import Iterable

from balie.gateway.policy.intents.plain import plain

_WORDS = {
    "nl": "ik je jij u het een de van niet is dat wat mijn met voor op te zijn er aan maar ook heb heeft wil kan kunt naar bij dit deze geen als hoe waar wanneer graag jullie uw mij ben bent nog al om uit over dan hoi hallo goedemorgen goedemiddag dag alstublieft aub bedankt rekening vraag wordt word moet mag zou waarom",
    "en": "i you the a an of not is that what my with for on to are be it at but also have has want can could from this these no how where when please your me am still out over then hello good thanks bill question would will do does did why and",
    "de": "ich du sie das ein eine der die von nicht ist was mein meine mit fur auf zu sind es an aber auch habe hat will kann konnen aus bei dies diese kein wie wo wann bitte ihr ihre mir bin noch schon um uber dann hallo guten danke rechnung frage wird muss darf warum und den dem",
    "fr": "je tu vous le la les un une de du des ne pas est ce que quoi mon ma mes avec pour sur a sont il elle mais aussi ai as veux peux pouvez cette comment ou quand s'il plait votre moi suis encore deja bonjour merci voudrais facture question doit pourquoi et au aux qui j'ai c'est",
}
_OF = {
    word: [tongue for tongue, words in _WORDS.items() if word in words.split()]
    for words in _WORDS.values()
    for word in words.split()
}
SMALL_WORDS = frozenset(_OF)
_SPACES = str.maketrans({chr(code): " " for code in range(128) if not (chr(code).isalpha() or chr(code) == "'")})
_LONGEST = 300  # characters, the last ones: some forty words tell a language
_ENOUGH = 1.2  # a word that only one language has counts 1, shared ones a part


def language_of(texts: Iterable[str]) -> str | None:
    """Return "nl", "en", "de" or "fr" for what a customer wrote so far; None when there is too little to tell."""
    message = plain(" ".join(texts)[-_LONGEST:])
    points: dict[str, float] = {}
    for word in message.translate(_SPACES).split():
        for tongue in (tongues := _OF.get(word, ())):
            points[tongue] = points.get(tongue, 0.0) + 1 / len(tongues) ** 2
    if not points:
        return None
    best, *rest = sorted(points.items(), key=lambda item: -item[1])
    second = rest[0][1] if rest else 0.0
    return best[0] if best[1] >= _ENOUGH and best[1] >= 1.5 * second else None
