"""Tables of the register."""

from balie.register.models.answers import Answer, AskedColleague
from balie.register.models.assessments import Assessment, Difference, LawEdition, Signature
from balie.register.models.imports import Upload
from balie.register.models.suppliers import Contract, Receipt, Supplier, SupplierContact
from balie.register.models.systems import AISystem, Organisation, SystemLink, SystemVersion

__all__ = [
    "AISystem",
    "Answer",
    "AskedColleague",
    "Assessment",
    "Contract",
    "Difference",
    "LawEdition",
    "Organisation",
    "Receipt",
    "Signature",
    "Supplier",
    "SupplierContact",
    "SystemLink",
    "SystemVersion",
    "Upload",
]
