"""The example shows life on the pages, and is honest: nothing there is greener than the services would make it."""

from collections import Counter
from datetime import timedelta

import pytest

from balie.duties.files import FileType, recognise
from balie.duties.models import Attestation, ProofFile, SystemDuty, Task
from balie.site.demo import duties as work
from balie.site.demo import people as invented


@pytest.fixture
def worked(example, person, noon, today):
    invented.load(by=person, now=noon, today=today)
    assert work.load(now=noon, today=today)


def test_the_example_has_some_of_everything(worked, today):
    proofs = Counter(SystemDuty.objects.exclude(status="ended").values_list("proof", flat=True))
    assert proofs["met"] == 2
    assert proofs["stale"] == 1
    assert proofs["open"] > 10 * (proofs["met"] + proofs["stale"])
    assert SystemDuty.objects.filter(deadline__lt=today).exclude(proof="met").exists()
    assert Task.objects.filter(done_at=None, deadline__lt=today).exists()
    assert Task.objects.exclude(done_at=None).exists()
    assert ProofFile.objects.filter(accepted=None).exists()


def test_whoever_accepted_the_document_did_not_add_it(worked):
    made = ProofFile.objects.get(accepted=True)
    assert made.by != made.reviewed_by


def test_loading_it_again_changes_nothing(worked, noon, today):
    assert not work.load(now=noon + timedelta(days=3), today=today + timedelta(days=3))
    assert Attestation.objects.count() == 2


def test_nobody_in_the_example_means_no_work(example, noon, today):
    assert not work.load(now=noon, today=today)


def test_the_pdf_of_the_example_is_one():
    assert recognise("x.pdf", work.a_pdf("Voorbeeld", "Wim")).type is FileType.PDF
