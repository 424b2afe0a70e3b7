"""Chat completions through the gateway: what the customer gets, what the bot gets, and what is kept."""

import json

from tests.gateway.conftest import said


async def test_first_answer_tells_that_it_is_an_ai(place):
    async with place.open():
        words = await place.words("Wat is mijn termijnbedrag?")

    assert words == (
        "U praat met Sanne, de digitale assistent van Zonstroom. Dat is een computer (AI), geen mens."
        " Wilt u een medewerker? Typ 'medewerker'.\n\nUw termijnbedrag is 120 euro."
    )
