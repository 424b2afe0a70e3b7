"""The documents that can show how duties are met: a closed list, so that other rooms can make or find them by key."""

from enum import StrEnum

from balie.law import Text


class Document(StrEnum):
    """A kind of document."""

    ACCESSIBILITY_REPORT = "accessibility-report"
    AUDIT_REPORT = "audit-report"
    BALANCING_TEST = "balancing-test"
    BIAS_DATA_FILE = "bias-data-file"
    BREACH_PROCEDURE = "breach-procedure"
    CERTIFICATE = "certificate"
    CONFORMITY_ASSESSMENT = "conformity-assessment"
    CONSENT_TEXT = "consent-text"
    COPYRIGHT_POLICY = "copyright-policy"
    CORRESPONDENCE = "correspondence"
    DATA_GOVERNANCE = "data-governance"
    DECISION_NOTE = "decision-note"
    DPIA = "dpia"
    EU_DECLARATION = "eu-declaration"
    FRIA = "fria"
    INCIDENT_PROCEDURE = "incident-procedure"
    INCIDENT_REPORT = "incident-report"
    INSTRUCTIONS_FOR_USE = "instructions-for-use"
    LOG_POLICY = "log-policy"
    MODEL_DOCUMENTATION = "model-documentation"
    NOTICE_PACK = "notice-pack"
    NOT_HIGH_RISK_NOTE = "not-high-risk-note"
    OVERSIGHT_PLAN = "oversight-plan"
    POST_MARKET_PLAN = "post-market-plan"
    PRIVACY_NOTICE = "privacy-notice"
    PROCESSING_RECORD = "processing-record"
    PROCESSOR_CONTRACT = "processor-contract"
    QUALITY_SYSTEM = "quality-system"
    REGISTRATION = "registration"
    RISK_MANAGEMENT = "risk-management"
    SECURITY_TEST = "security-test"
    SUPPLIER_CONTRACT = "supplier-contract"
    SWITCH_OFF_REPORT = "switch-off-report"
    TECHNICAL_DOCUMENTATION = "technical-documentation"
    TEST_REPORT = "test-report"
    TRAINING_RECORD = "training-record"
    WORKER_INFORMATION = "worker-information"
    WORK_INSTRUCTION = "work-instruction"

    @property
    def label(self) -> Text:
        """The document in words."""
        return _LABELS[self]


_LABELS = {
    Document.ACCESSIBILITY_REPORT: Text(nl="toegankelijkheidsrapport", en="accessibility report"),
    Document.AUDIT_REPORT: Text(nl="auditrapport", en="audit report"),
    Document.BALANCING_TEST: Text(nl="belangenafweging", en="balancing test"),
    Document.BIAS_DATA_FILE: Text(nl="dossier gevoelige testgegevens", en="file on sensitive test data"),
    Document.BREACH_PROCEDURE: Text(nl="procedure datalekken", en="procedure for data breaches"),
    Document.CERTIFICATE: Text(nl="certificaat", en="certificate"),
    Document.CONFORMITY_ASSESSMENT: Text(nl="verslag van de keuring", en="report of the conformity assessment"),
    Document.CONSENT_TEXT: Text(nl="toestemmingstekst", en="text that asks for consent"),
    Document.COPYRIGHT_POLICY: Text(
        nl="auteursrechtbeleid en samenvatting trainingsdata", en="copyright policy and summary of training data"
    ),
    Document.CORRESPONDENCE: Text(nl="brief of e-mail", en="letter or e-mail"),
    Document.DATA_GOVERNANCE: Text(nl="beschrijving van de gegevens", en="data governance"),
    Document.DECISION_NOTE: Text(nl="besluit", en="decision note"),
    Document.DPIA: Text(nl="DPIA", en="DPIA"),
    Document.EU_DECLARATION: Text(nl="EU-verklaring van conformiteit", en="EU declaration of conformity"),
    Document.FRIA: Text(nl="grondrechtentoets", en="fundamental rights impact assessment"),
    Document.INCIDENT_PROCEDURE: Text(nl="incidentprocedure", en="incident procedure"),
    Document.INCIDENT_REPORT: Text(nl="incidentmelding", en="incident report"),
    Document.INSTRUCTIONS_FOR_USE: Text(nl="gebruiksaanwijzing", en="instructions for use"),
    Document.LOG_POLICY: Text(nl="bewaarbeleid voor logs", en="retention policy for logs"),
    Document.MODEL_DOCUMENTATION: Text(nl="informatie van de modelmaker", en="documentation of the model"),
    Document.NOTICE_PACK: Text(nl="AI-meldingen per kanaal", en="AI notices per channel"),
    Document.NOT_HIGH_RISK_NOTE: Text(nl="motivering geen hoog risico", en="note why it is not high-risk"),
    Document.OVERSIGHT_PLAN: Text(nl="toezichtplan", en="oversight plan"),
    Document.POST_MARKET_PLAN: Text(nl="plan voor monitoring", en="monitoring plan"),
    Document.PRIVACY_NOTICE: Text(nl="privacyverklaring", en="privacy notice"),
    Document.PROCESSING_RECORD: Text(nl="regel in het verwerkingsregister", en="record of processing"),
    Document.PROCESSOR_CONTRACT: Text(nl="verwerkersovereenkomst", en="processor agreement"),
    Document.QUALITY_SYSTEM: Text(nl="kwaliteitshandboek", en="quality manual"),
    Document.REGISTRATION: Text(nl="bewijs van registratie", en="proof of registration"),
    Document.RISK_MANAGEMENT: Text(nl="risicolijst", en="risk management file"),
    Document.SECURITY_TEST: Text(nl="verslag van een beveiligingstest", en="report of a security test"),
    Document.SUPPLIER_CONTRACT: Text(nl="contract met de leverancier", en="contract with the supplier"),
    Document.SWITCH_OFF_REPORT: Text(nl="verslag van het stilzetten", en="report of switching it off"),
    Document.TECHNICAL_DOCUMENTATION: Text(nl="technisch dossier", en="technical documentation"),
    Document.TEST_REPORT: Text(nl="testverslag", en="test report"),
    Document.TRAINING_RECORD: Text(nl="trainingsoverzicht", en="training record"),
    Document.WORKER_INFORMATION: Text(
        nl="informatie aan OR en medewerkers", en="information for works council and workers"
    ),
    Document.WORK_INSTRUCTION: Text(nl="werkinstructie", en="work instruction"),
}
