"""Pages ask the database as often for hundreds of systems as for a few; bench/workbench.py says how long it takes."""

from datetime import date

import pytest
from bench._many import fill
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.duties.models import SystemDuty
from balie.register.models import AISystem, Assessment, Difference, Organisation

pytestmark = pytest.mark.one_database

PAGES = {
    "/systems/": 20,
    "/systems/?q=systeem&owner=Eigenaar+3&sort=-next": 20,
    "/changes/": 16,
    "/changes/ahead/": 10,
    "/duties/": 30,
}


@pytest.fixture
def filled(noon):
    def fill_anew(systems):
        for table in (Difference, SystemDuty, AISystem, Organisation):
            table.objects.all().delete()
        fill(systems, 40 * systems, today=date(2026, 11, 30), now=noon)

    return fill_anew


def test_queries_do_not_grow_with_the_register(db, filled, colleague):
    asked = {}
    for systems in (60, 240):
        filled(systems)
        assert AISystem.objects.filter(latest__isnull=False).count() == systems
        for address in PAGES:
            with CaptureQueriesContext(connection) as queries:
                assert colleague.get(address).status_code == 200
            asked.setdefault(address, []).append(len(queries))
    assert {address: few for address, (few, many) in asked.items() if few != many} == {}
    assert {address: few for address, (few, _) in asked.items() if few > PAGES[address]} == {}


def test_a_copy_is_as_the_one_it_was_copied_from(db, filled):
    filled(100)
    first, copy = (AISystem.objects.get(name=name) for name in ("Voorbeeld accent-conversion", "Systeem 00000"))
    assert copy.latest.digest == first.latest.digest
    assert copy.latest.system == copy
    assert Assessment.objects.count() == 100
    duties = [set(SystemDuty.objects.filter(system=one).values_list("duty", "status")) for one in (first, copy)]
    assert duties[0] == duties[1] != set()
