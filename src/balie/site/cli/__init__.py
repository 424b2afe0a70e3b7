"""The command line: `balie`. Loads only what the command at hand needs, so that it answers at once.

Exit codes: 0 all well, 1 findings, 2 the input or the call is wrong.
"""

import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout

import click

from balie.site.cli.edge import INTERRUPTED, MISUSE, OK, Edge
from balie.site.cli.root import root
from balie.site.cli.speech import say_misuse


def main() -> None:
    """Run the command that was typed, and leave with its exit code."""
    arguments = sys.argv[1:]
    sys.exit(run(arguments, Edge.real(arguments)))


def run(arguments: Sequence[str], edge: Edge) -> int:
    """Run one command and return its exit code; everything it says goes through the edge."""
    try:
        with redirect_stdout(edge.out), redirect_stderr(edge.err):  # click writes its help pages by itself
            outcome = root(edge).main(list(arguments), prog_name="balie", standalone_mode=False, obj=edge)
    except click.exceptions.NoArgsIsHelpError as error:
        edge.warn(error.message)
        return MISUSE
    except click.ClickException as error:
        edge.warn(say_misuse(error, edge.language))
        return MISUSE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        return _leave_the_pipe()
    return outcome if isinstance(outcome, int) else OK


def _leave_the_pipe() -> int:
    """Nobody reads any more (`| head`): that is no error, and Python must not try to write again when it ends."""
    sys.stdout = None
    return OK
