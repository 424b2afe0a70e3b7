"""What the customer gets in place of a sentence that a rule took away, in plain words."""

from balie.gateway.policy.conduct.rules import Rule

_AI = {
    "nl": "Ik ben een computer (AI), geen mens.",
    "en": "I am a computer (AI), not a person.",
    "de": "Ich bin ein Computer (KI), kein Mensch.",
    "fr": "Je suis un ordinateur (IA), pas une personne.",
}
_TIME = {
    "nl": "Neem gerust de tijd om te beslissen.",
    "en": "Take your time to decide.",
    "de": "Nehmen Sie sich Zeit für Ihre Entscheidung.",
    "fr": "Prenez le temps de décider.",
}
_CHOICE = {
    "nl": "De keuze is aan u.",
    "en": "The choice is yours.",
    "de": "Die Wahl liegt bei Ihnen.",
    "fr": "Le choix vous appartient.",
}
_WAY = {
    "nl": "U mag altijd opzeggen, klagen of een aankoop terugdraaien. Typ 'medewerker' als u daar hulp bij wilt.",
    "en": "You may always cancel, complain or undo a purchase. Type 'person' if you want help with that.",
    "de": "Sie dürfen jederzeit kündigen, sich beschweren oder einen Kauf rückgängig machen. Schreiben Sie 'Mitarbeiter', wenn Sie Hilfe möchten.",
    "fr": "Vous pouvez toujours résilier, réclamer ou annuler un achat. Écrivez « conseiller » pour être aidé.",
}
_SECRET = {
    "nl": "Deel hier geen wachtwoorden, codes, volledige kaartnummers of uw BSN.",
    "en": "Do not share passwords, codes, full card numbers or your citizen service number here.",
    "de": "Teilen Sie hier keine Passwörter, Codes oder vollständigen Kartennummern.",
    "fr": "Ne partagez ici ni mots de passe, ni codes, ni numéros de carte complets.",
}
_PROMISE = {
    "nl": "Dat kan ik niet toezeggen. Een medewerker beslist daarover.",
    "en": "I cannot promise that. A person decides about it.",
    "de": "Das kann ich nicht zusagen. Darüber entscheidet ein Mitarbeiter.",
    "fr": "Je ne peux pas le promettre. Un conseiller en décide.",
}
_WORDS = {
    Rule.CLAIMS_HUMAN: _AI,
    Rule.HIDES_AI: _AI,
    Rule.URGENCY: _TIME,
    Rule.SCARCITY: _TIME,
    Rule.GUILT: _CHOICE,
    Rule.SHAME: _CHOICE,
    Rule.OBSTRUCTION: _WAY,
    Rule.FORBIDDEN_REQUEST: _SECRET,
    Rule.RESERVED_PROMISE: _PROMISE,
}


def instead(rule: Rule, language: str) -> str:
    """Return the words in place of a sentence, in "nl", "en", "de" or "fr"."""
    return _WORDS[rule][language]
