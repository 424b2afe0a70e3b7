"""The tables in the database are those of the models."""

import pytest
from django.core.management import call_command


def test_no_migration_is_missing(db):
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit as ended:
        pytest.fail(f"the models changed; run makemigrations (exit {ended.code})")
