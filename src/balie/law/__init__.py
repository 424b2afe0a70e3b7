"""The law engine: packs of law as data, and what they mean for one AI system on one day. Pure: no clock, no network.

`load_law` and `shipped_law` read packs; `classify` judges a system; `trace_of` and `reasons_for` say why.
"""

from balie.language import Language, Text
from balie.law.answer import Answer
from balie.law.assessment import Assessment, classify
from balie.law.checks import deep_faults
from balie.law.conditions import AtLeast, Condition, Holds, In, Is, walk
from balie.law.difference import DutyChange, Kind, Moment, ProvisionChange, SystemChange, changed_provisions, compare
from balie.law.docket import weight_of_duties
from balie.law.explanation import (
    PARTY_NAMES,
    Explained,
    Explanation,
    Trace,
    explain,
    explain_finding,
    owed_as,
    reasons_for,
    say_conclusion,
    say_parties,
    say_status,
    say_weight,
    trace_of,
)
from balie.law.facts import (
    BadValue,
    Fact,
    FactKind,
    Facts,
    FactValue,
    Option,
    Respondent,
    Statement,
    Subject,
    counts,
    say_date,
)
from balie.law.faults import Fault, InvalidPack, Place, Unreadable
from balie.law.findings import Change, Classification, DutyFinding, DutyStatus, Finding
from balie.law.fines import Ceiling, ceiling
from balie.law.loading import SHIPPED, load_law, pack_folders, read_statements, scenario_files, shipped_law
from balie.law.model import Archetype, Basis, Duty, Fine, Law, Pack, PackKind, Party, Provision, Rule, Status, Version
from balie.law.questions import OpenQuestion, open_fact_count, open_questions, waiting_facts
from balie.law.record import ENGINE_VERSION, plain_value, record_of
from balie.law.risk import ClassRange, RiskClass
from balie.law.scenarios import Check, check_scenarios
from balie.law.schema import pack_schema
from balie.law.shapes import Reader, Refused
from balie.law.tree import Node, parse

__all__ = [
    "ENGINE_VERSION",
    "PARTY_NAMES",
    "SHIPPED",
    "Answer",
    "Archetype",
    "Assessment",
    "AtLeast",
    "BadValue",
    "Basis",
    "Ceiling",
    "Change",
    "Check",
    "ClassRange",
    "Classification",
    "Condition",
    "Duty",
    "DutyChange",
    "DutyFinding",
    "DutyStatus",
    "Explained",
    "Explanation",
    "Fact",
    "FactKind",
    "FactValue",
    "Facts",
    "Fault",
    "Finding",
    "Fine",
    "Holds",
    "In",
    "InvalidPack",
    "Is",
    "Kind",
    "Language",
    "Law",
    "Moment",
    "Node",
    "OpenQuestion",
    "Option",
    "Pack",
    "PackKind",
    "Party",
    "Place",
    "Provision",
    "ProvisionChange",
    "Reader",
    "Refused",
    "Respondent",
    "RiskClass",
    "Rule",
    "Statement",
    "Status",
    "Subject",
    "SystemChange",
    "Text",
    "Trace",
    "Unreadable",
    "Version",
    "ceiling",
    "changed_provisions",
    "check_scenarios",
    "classify",
    "compare",
    "counts",
    "deep_faults",
    "explain",
    "explain_finding",
    "load_law",
    "open_fact_count",
    "open_questions",
    "owed_as",
    "pack_folders",
    "pack_schema",
    "parse",
    "plain_value",
    "read_statements",
    "reasons_for",
    "record_of",
    "say_conclusion",
    "say_date",
    "say_parties",
    "say_status",
    "say_weight",
    "scenario_files",
    "shipped_law",
    "trace_of",
    "waiting_facts",
    "walk",
    "weight_of_duties",
]
