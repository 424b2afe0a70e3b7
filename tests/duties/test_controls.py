"""Every duty of the law says what would prove it, in both languages; a faulty file is refused with its line."""

import pytest

from balie.duties.control import ProofKind
from balie.duties.controls import SHIPPED, load_controls, shipped_controls
from balie.law import InvalidPack, shipped_law

GOOD = """controls:
  - id: notice
    kind: measured
    duties: [tell-it-is-ai]
    looks_at: {nl: In elk gesprek., en: In every conversation.}
    window_days: 30
    minimum: 30
"""


def faults(tmp_path, text):
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidPack) as refused:
        load_controls(tmp_path, shipped_law())
    return [(fault.code, fault.place.line) for fault in refused.value.faults if fault.code != "no-control"]


def test_every_duty_of_the_law_has_controls_and_the_strongest_stands_first():
    controls, strength = shipped_controls(), list(ProofKind)
    assert set(controls.of) == set(shipped_law().duties)
    for held in controls.of.values():
        kinds = [strength.index(control.kind) for control in held]
        assert kinds == sorted(kinds)


def test_no_duty_rests_on_somebodys_word_alone():
    for duty, held in shipped_controls().of.items():
        assert any(control.kind is not ProofKind.ATTESTATION for control in held), duty


def test_what_is_forbidden_is_never_proven_by_somebodys_word():
    law = shipped_law()
    forbidden = {duty.id for duty in law.duties.values() if duty.provision.startswith("aia-5-1-")}
    assert len(forbidden) > 10
    for duty in forbidden:
        assert all(control.kind is not ProofKind.ATTESTATION for control in shipped_controls().of[duty]), duty


def test_every_control_says_in_both_languages_what_is_looked_at():
    for control in shipped_controls().all.values():
        assert len(control.looks_at.nl) > 40
        assert len(control.looks_at.en) > 40
        assert control.looks_at.nl != control.looks_at.en


def test_a_control_that_is_measured_names_the_window_it_has():
    """The window in words and the window that is counted do not drift apart."""
    for control in shipped_controls().all.values():
        if control.kind is ProofKind.MEASURED and "laatste" in control.looks_at.nl:
            assert str(control.window) in control.looks_at.nl, control.id
            assert str(control.window) in control.looks_at.en, control.id


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        pytest.param(("tell-it-is-ai", "tell-it-is-a-cat"), "unknown-duty", 2, id="a duty nobody knows"),
        pytest.param(("measured", "guessed"), "unknown-choice", 3, id="a kind nobody knows"),
        pytest.param(("    minimum: 30\n", ""), "contradiction", 2, id="measured without a smallest number"),
        pytest.param(("[tell-it-is-ai]", "[]"), "contradiction", 2, id="a control of nothing"),
        pytest.param((", en: In every conversation.", ""), "no-translation", 5, id="half a translation"),
        pytest.param(("minimum: 30", "minimal: 30"), "unknown-name", 7, id="a name with a slip"),
        pytest.param(("kind: measured", "kind: document"), "contradiction", 2, id="a document with a window"),
        pytest.param(("controls:", "rules:"), "no-controls", 1, id="another list"),
        pytest.param((GOOD, GOOD + GOOD.removeprefix("controls:\n")), "duplicate-id", 8, id="the same name twice"),
        pytest.param((GOOD, "controls: 5"), "no-controls", 1, id="no list"),
        pytest.param((GOOD, "controls: [&a 1]"), "yaml-alias", 1, id="an anchor"),
    ],
)
def test_a_faulty_file_is_refused_with_its_line(tmp_path, change, code, line):
    found = faults(tmp_path, GOOD.replace(*change))
    assert (code, line) in found


def test_a_duty_without_a_control_is_a_fault(tmp_path):
    (tmp_path / "one.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(InvalidPack) as refused:
        load_controls(tmp_path, shipped_law())
    assert {fault.code for fault in refused.value.faults} == {"no-control"}
    assert len(refused.value.faults) == len(shipped_law().duties) - 1


def test_the_controls_are_packed_with_the_code():
    assert sorted(path.name for path in SHIPPED.glob("*.yaml"))
