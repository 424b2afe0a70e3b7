"""The language of a page is that of the conversation, until the customer writes in another."""

import pytest
from tests.gateway.test_turns import begun, sent


@pytest.fixture
def policy(bot):
    return f"organisation: Zonstroom\nlanguages: [nl, en, de, fr]\nupstreams: [{{url: '{bot.url}'}}]\n"


@pytest.mark.parametrize(
    ("page", "words", "begins"),
    [
        pytest.param("fr", "OK", "Vous parlez avec", id="words that are of no language"),
        pytest.param("de", "", "Sie sprechen mit", id="a button"),
        pytest.param("nl", "What does that cost me?", "You are talking to", id="words of another language"),
        pytest.param("xx", "OK", "U praat met", id="a language that the bot does not speak"),
    ],
)
async def test_the_first_notice_is_in_the_language_of_the_page(place, page, words, begins):
    async with place.open():
        talk = await begun(place, language=page)
        happened = await sent(place, talk, words, kind="text" if words else "misunderstood", language=page)

    (notice,) = [told["text"] for name, told in happened if name == "message" and told["kind"] == "notice"]
    assert notice.startswith(begins)
