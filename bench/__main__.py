"""Run every measurement in this folder, or those that are named: `python -m bench cli law`.

A measurement is a module with `run()`. It prints its figures, and returns the promises it found broken (or nothing).
"""

import importlib
import pkgutil
import sys

import bench


def main(wanted: list[str]) -> int:
    """Run the measurements; the exit code is 1 when a promise is broken."""
    known = [module.name for module in pkgutil.iter_modules(bench.__path__) if not module.name.startswith("_")]
    if unknown := sorted(set(wanted) - set(known)):
        print(f"no measurement called {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    broken = [promise for name in wanted or known for promise in measured(name)]
    for promise in broken:
        print(f"BROKEN: {promise}")
    return 1 if broken else 0


def measured(name: str) -> list[str]:
    """Run one measurement and return what it found broken."""
    module = importlib.import_module(f"bench.{name}")
    print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}")
    return list(module.run() or ())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
