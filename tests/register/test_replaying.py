"""What was kept of an assessment makes it again, bit by bit; and whatever was changed afterwards is found."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.evidence import service as evidence
from balie.law import FactKind, Statement, classify, shipped_law
from balie.register import models, statements
from balie.register.editions import EditionDamaged, edition_of, law_of, packed, put_down_law, stored_law
from balie.register.outcome import digest_of, outcome_of
from balie.register.replaying import Verdict, replay

LAW = shipped_law()
NAMES = sorted(LAW.facts)


def values(fact):
    """The answers a question can take."""
    ids = [option.id for option in fact.options]
    return {
        FactKind.YES_NO: st.booleans(),
        FactKind.ONE_OF: st.sampled_from(ids or [""]),
        FactKind.SOME_OF: st.frozensets(st.sampled_from(ids or [""])),
        FactKind.NUMBER: st.integers(0, 10**9),
        FactKind.DATE: st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    }[fact.kind]


@st.composite
def facts(draw):
    chosen = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=60))
    text = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8)
    return {
        name: Statement(draw(values(LAW.facts[name])), draw(text), draw(text), draw(text), draw(st.none() | st.dates()))
        for name in chosen
    }


days = st.dates(date(2024, 1, 1), date(2032, 1, 1))


@pytest.fixture
def kept(db, noon):
    """Keep an assessment as `assess` does, of these facts on these days."""
    organisation = models.Organisation.objects.create(name="Wadlicht Energie")
    system = models.AISystem.objects.create(organisation=organisation, name="Wim")
    edition = edition_of(LAW, noon)

    def keep(said, applies_on=date(2026, 11, 23), published_by=date(2026, 11, 23)):
        outcome = outcome_of(classify(LAW, said, applies_on=applies_on, published_by=published_by))
        classes = {f"{kind}_{end}": 0 for kind in ("effective", "statutory", "house") for end in ("low", "high")}
        return models.Assessment.objects.create(
            system=system, at=noon, cause="demand", law=edition, engine="1", applies_on=applies_on,
            published_by=published_by, facts=statements.as_json(said), outcome=outcome, digest=digest_of(outcome),
            **classes,
        )  # fmt: skip

    return keep


def read_again(row):
    return models.Assessment.objects.select_related("law").get(pk=row.pk)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=facts(), applies_on=days, published_by=days)
def test_any_assessment_is_made_again_bit_by_bit(kept, said, applies_on, published_by):
    found = replay(read_again(kept(said, applies_on, published_by)))
    assert found.verdict.good
    assert found.kept == found.of_outcome == found.anew
    assert found.parts == ()


def voicebot():
    return dict(LAW.archetypes["quality-scoring"].facts)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        pytest.param(lambda row: row.outcome.update(review=True), Verdict.TAMPERED, id="the outcome"),
        pytest.param(lambda row: setattr(row, "digest", "0" * 64), Verdict.TAMPERED, id="the digest"),
        pytest.param(
            lambda row: row.facts.update(infers_from_input={"value": False}), Verdict.DIFFERENT, id="an answer"
        ),
        pytest.param(lambda row: row.facts.update(nothing_like_it={"value": 1}), Verdict.DIFFERENT, id="a new answer"),
        pytest.param(lambda row: setattr(row, "applies_on", date(2030, 1, 1)), Verdict.DIFFERENT, id="a date"),
        pytest.param(
            lambda row: (row.outcome.update(review=True), setattr(row, "digest", digest_of(row.outcome))),
            Verdict.DIFFERENT,
            id="the outcome with a digest to match",
        ),
    ],
)
def test_what_was_changed_afterwards_is_found(kept, change, verdict):
    row = kept(voicebot())
    change(row)
    row.save()
    assert replay(read_again(row)).verdict is verdict


def test_an_older_engine_is_said_and_what_still_comes_out_the_same_too(kept):
    row = kept(voicebot())
    models.Assessment.objects.update(engine="0.1")
    assert replay(read_again(row)).verdict is Verdict.SAME_BY_OTHER_ENGINE
    row.outcome["review"] = True
    models.Assessment.objects.update(outcome=row.outcome, digest=digest_of(row.outcome))
    assert replay(read_again(row)).verdict is Verdict.OTHER_ENGINE


def zipped(**files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()


@pytest.mark.parametrize(
    "files",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"not a zip", id="no archive"),
        pytest.param(zipped(**{"../escape/pack.yaml": "id: x"}), id="a way out of the folder"),
        pytest.param(zipped(**{"/etc/pack.yaml": "id: x"}), id="an absolute path"),
        pytest.param(zipped(**{"pack/run.py": "import os"}), id="a file that is no law"),
        pytest.param(zipped(**{f"p{n}/pack.yaml": "" for n in range(2001)}), id="too many files"),
        pytest.param(zipped(**{"avg/pack.yaml": "id: avg"}), id="a pack that cannot be read"),
    ],
)
def test_packs_that_are_not_ours_are_refused(kept, files):
    row = kept(voicebot())
    models.LawEdition.objects.update(files=files)
    assert replay(read_again(row)).verdict is Verdict.LAW_DAMAGED


def test_packs_with_another_text_are_refused(kept, changed_law):
    _, files = changed_law("2026-08-02", "2026-08-03")
    row = kept(voicebot())
    models.LawEdition.objects.update(files=files)
    assert replay(read_again(row)).verdict is Verdict.LAW_DAMAGED


def test_an_edition_comes_back_as_it_was_kept(db, noon, changed_law):
    law, files = changed_law("2026-12-02", "2026-12-09")
    edition = models.LawEdition.objects.create(digest=law.digest, packs=sorted(law.packs), files=files, kept_at=noon)
    again = law_of(models.LawEdition.objects.get(pk=edition.pk))
    assert again == law
    assert again.provisions == law.provisions
    assert again != LAW


def test_the_same_packs_make_the_same_file(noon, db):
    from balie.law import SHIPPED

    assert packed(SHIPPED) == packed(SHIPPED)
    assert stored_law(edition_of(LAW, noon)) == LAW
    assert edition_of(LAW, noon + timedelta(days=1)).kept_at == noon


def test_a_damaged_edition_is_named(db, noon):
    edition = models.LawEdition(digest="f" * 64, files=packed_shipped(), kept_at=noon)
    with pytest.raises(EditionDamaged, match="ffff"):
        stored_law(edition)


def packed_shipped():
    from balie.law import SHIPPED

    return packed(SHIPPED)


def test_which_law_is_judged_by_is_put_down_once_in_the_log_of_the_organisation(noon, db, changed_law):
    law, _ = changed_law("2026-08-02", "2026-08-03")
    assert [put_down_law(LAW, noon), put_down_law(LAW, noon), put_down_law(law, noon)] == [True, False, True]
    entries = evidence.entries_of().filter(kind="law-pack-loaded").order_by("sequence")
    assert [entry.body["digest"] for entry in entries] == [LAW.digest, law.digest]
    assert [entry.log.system for entry in entries] == [0, 0]
