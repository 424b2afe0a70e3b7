"""The example organisation, shipped with the package, so that people can look around before they type anything in.

The file is the same as the one under `examples/`; a test holds them together.
"""

from pathlib import Path

from balie.law import Law
from balie.register.reading import Reading, read

EXAMPLE = Path(__file__).parent / "energy-contact-centre.yaml"


def written(law: Law) -> Reading:
    """Read the example file."""
    return read(EXAMPLE, law)
