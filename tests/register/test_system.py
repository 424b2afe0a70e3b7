import pytest

from balie.law import ClassRange, Place, RiskClass, Statement
from balie.register.system import AISystem, DeclaredClass, LifeCycle, Portfolio

PLACE = Place("a.yaml", 1)


def test_a_system_has_a_name() -> None:
    with pytest.raises(ValueError, match="name"):
        AISystem(" ", {}, PLACE)


def test_facts_cannot_be_changed_afterwards() -> None:
    facts = {"org_size": Statement("large")}
    system = AISystem("Wim", facts, PLACE)
    facts.clear()
    assert list(system.facts) == ["org_size"]
    with pytest.raises(TypeError):
        system.facts["org_size"] = Statement("small")  # type: ignore[index]


def test_a_system_is_found_by_name_whatever_the_capitals() -> None:
    wim = AISystem("Wim", {}, PLACE)
    assert Portfolio((wim,)).named(" wIM ") is wim
    assert Portfolio((wim,)).named("Ans") is None


@pytest.mark.parametrize(
    ("lowest", "highest", "contradicts", "covers"),
    [
        pytest.param(RiskClass.HIGH, RiskClass.HIGH, False, True, id="the same"),
        pytest.param(RiskClass.LIMITED, RiskClass.HIGH, False, False, id="still possible"),
        pytest.param(RiskClass.PROHIBITED, RiskClass.PROHIBITED, True, False, id="heavier"),
        pytest.param(RiskClass.NONE, RiskClass.LIMITED, True, False, id="lighter"),
    ],
)
def test_comparing_a_declared_class(lowest: RiskClass, highest: RiskClass, contradicts: bool, covers: bool) -> None:
    declared, found = DeclaredClass("hoog", RiskClass.HIGH, RiskClass.HIGH), ClassRange(lowest, highest)
    assert (declared.contradicts(found), declared.covers(found)) == (contradicts, covers)


def test_every_stage_has_words() -> None:
    assert len({stage.label.nl for stage in LifeCycle} | {stage.label.en for stage in LifeCycle}) >= len(LifeCycle)
