"""What we ask suppliers for, by the duty that one cannot do without it. Pure values: data with its article.

A deployer cannot use a system as instructed without instructions. The duty that asks stands here with what it needs, so
that a letter asks for what is needed and no more, and can say why.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from balie.law import Text
from balie.register.system import ContractKind


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to ask for: the duty of ours that needs it, and the provision it rests on."""

    id: str
    duty: str
    provision: str
    what: Text
    why: Text


AGREEMENTS: Mapping[ContractKind, Asked] = {
    ContractKind.PROCESSOR_AGREEMENT: Asked(
        "processor-agreement",
        "sign-processor-contract",
        "avg-28",
        Text(nl="Een ondertekende verwerkersovereenkomst.", en="A signed processor agreement."),
        Text(
            nl="Jullie verwerken gegevens van onze klanten voor ons. Daarvoor is een schriftelijke overeenkomst nodig.",
            en="You process data of our customers for us. That takes an agreement in writing.",
        ),
    ),
    ContractKind.ART_25_DOCUMENTATION: Asked(
        "chain-agreement",
        "agree-with-suppliers",
        "aia-25-4",
        Text(
            nl="Schriftelijke afspraken over de informatie, toegang en hulp die wij van jullie krijgen.",
            en="Written agreements on the information, access and help we get from you.",
        ),
        Text(
            nl="Wij leveren het systeem als aanbieder, met een onderdeel van jullie erin.",
            en="We are the provider of the system, and a part of it comes from you.",
        ),
    ),
}

REQUESTS: tuple[Asked, ...] = (
    Asked(
        "instructions-for-use",
        "use-as-instructed",
        "aia-13",
        Text(
            nl="De gebruiksaanwijzing: doel, grenzen, nauwkeurigheid en wat mensen moeten controleren.",
            en="The instructions for use: purpose, limits, accuracy, and what people have to check.",
        ),
        Text(
            nl="Wij moeten het systeem gebruiken zoals de aanbieder voorschrijft.",
            en="We have to use the system as its provider instructs.",
        ),
    ),
    Asked(
        "eu-declaration",
        "use-as-instructed",
        "aia-47-48",
        Text(
            nl="Een kopie van de EU-conformiteitsverklaring, en waar de CE-markering staat.",
            en="A copy of the EU declaration of conformity, and where the CE mark is.",
        ),
        Text(
            nl="Zo kunnen wij laten zien dat het systeem gekeurd is voordat wij het gebruiken.",
            en="With it we can show that the system was assessed before we use it.",
        ),
    ),
    Asked(
        "registration-number",
        "use-only-registered-system",
        "aia-26-8",
        Text(nl="Het nummer waaronder het systeem in de EU-databank staat.", en="The number in the EU database."),
        Text(
            nl="Als overheidsorganisatie mogen wij alleen een geregistreerd systeem gebruiken.",
            en="As a public body we may only use a registered system.",
        ),
    ),
    Asked(
        "oversight-measures",
        "assign-human-oversight",
        "aia-14",
        Text(
            nl="Uitleg hoe een mens het systeem kan volgen, bijsturen en stoppen.",
            en="How a person can follow, correct and stop the system.",
        ),
        Text(
            nl="Wij moeten mensen aanwijzen die toezicht houden, en hen daarvoor toerusten.",
            en="We have to appoint people who oversee the system, and equip them.",
        ),
    ),
    Asked(
        "access-to-logs",
        "keep-logs-six-months",
        "aia-26-6",
        Text(
            nl="Hoe wij bij de logbestanden komen en ze minstens zes maanden bewaren.",
            en="How we get at the logs and keep them for at least six months.",
        ),
        Text(nl="Wij moeten de logbestanden bewaren.", en="We have to keep the logs."),
    ),
    Asked(
        "report-of-faults",
        "monitor-the-use",
        "aia-26-5",
        Text(
            nl="Bij wie wij storingen en ernstige incidenten melden, en hoe jullie ons waarschuwen.",
            en="Whom we tell about faults and serious incidents, and how you warn us.",
        ),
        Text(
            nl="Wij moeten de werking volgen en ernstige incidenten meteen aan de aanbieder melden.",
            en="We have to monitor the system and tell its provider about serious incidents at once.",
        ),
    ),
    Asked(
        "facts-for-dpia",
        "use-provider-facts-in-dpia",
        "aia-26-9",
        Text(
            nl="De gegevens over werking en risico's die wij nodig hebben voor onze DPIA.",
            en="What we need to know of its workings and risks for our DPIA.",
        ),
        Text(
            nl="Onze DPIA moet rusten op de informatie van de aanbieder.",
            en="Our DPIA has to rest on what the provider tells us.",
        ),
    ),
    Asked(
        "parts-of-technical-file",
        "keep-technical-file",
        "aia-25-4",
        Text(
            nl="Jullie deel van de technische documentatie: ontwerp, gegevens, tests en beveiliging.",
            en="Your part of the technical file: design, data, tests and security.",
        ),
        Text(
            nl="Wij zijn de aanbieder en moeten de technische documentatie compleet hebben.",
            en="We are the provider and have to keep a complete technical file.",
        ),
    ),
    Asked(
        "marking-of-output",
        "mark-synthetic-content",
        "aia-50-2",
        Text(
            nl="Hoe tekst, beeld of stem uit het systeem gemerkt is, zodat computers zien dat AI het maakte.",
            en="How text, images or voice from the system are marked, so that computers can tell AI made them.",
        ),
        Text(
            nl="Wat AI maakt, moet als zodanig te herkennen zijn.", en="What AI makes has to be recognisable as such."
        ),
    ),
    Asked(
        "notice-of-ai",
        "house-check-notice",
        "aia-50-1",
        Text(
            nl="Waar en hoe klanten te zien of te horen krijgen dat zij met AI te maken hebben.",
            en="Where and how customers are told that they deal with AI.",
        ),
        Text(
            nl="De aanbieder moet het systeem zo bouwen dat klanten dit weten. Wij controleren het.",
            en="The provider has to build the system so that customers know. We check it.",
        ),
    ),
    Asked(
        "model-documentation",
        "house-collect-model-information",
        "aia-53-1-b",
        Text(
            nl="De documentatie van het AI-model: wat het kan, wat het niet kan en waarop het getraind is.",
            en="The documentation of the AI model: what it can do, what it cannot, and what it was trained on.",
        ),
        Text(
            nl="De maker van een model geeft deze informatie aan wie er een systeem op bouwt.",
            en="The maker of a model gives this to those who build a system on it.",
        ),
    ),
)
