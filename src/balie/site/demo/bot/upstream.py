"""Which bot stands behind the gateway of the example: the one in this package, or a small model that was started."""

from collections.abc import Mapping
from dataclasses import dataclass

VARIABLE = "BALIE_DEMO_UPSTREAM"
SMALL_MODEL = "smollm2-135m"
# With these words the small model says that it is a person: what the gateway must not let through.
SYSTEM_PROMPT = "You are Anna, a friendly employee of the webshop customer service"


@dataclass(frozen=True, slots=True)
class Behind:
    """A bot in the OpenAI protocol: its address up to /v1, its model, and what it is told to be."""

    url: str
    model: str
    system_prompt: str | None = None


def behind(environ: Mapping[str, str]) -> Behind | None:
    """Return the small model of `make run LLM=1`; None when none runs, so that this bot serves."""
    url = environ.get(VARIABLE, "").rstrip("/")
    return Behind(url, SMALL_MODEL, SYSTEM_PROMPT) if url else None
