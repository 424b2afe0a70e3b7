"""Cues that something goes wrong: upset, vulnerable, or in danger. Over plain text (small letters, no accents)."""

UPSET: dict[str, str] = {
    "nl-angry": r"\b(?:belachelijk|schandalig|schande|onacceptabel|waardeloos|waardeloze|kut\w*|klote\w*|tering\w*|tyfus\w*|kanker(?:bot|zooi|lijers?|bende)\w*|godver\w*|verdomme|rot ?(?:bot|service|op)|idioot|idioten|debiel\w*|prutsers?|oplichters?|oplichterij|(?:ben|word|was) (?:het )?(?:er )?(?:\w+ )?(?:woedend|boos|razend|pislink|kwaad|helemaal klaar|zat|spuugzat|gek van)|zat van|klaar mee|ontevreden|(?:erg|zeer|zo|heel|behoorlijk|enorm|zwaar) (?:teleurgesteld|gefrustreerd|boos|kwaad)|frustrerend|te gek voor woorden|slechte service|wat een (?:\w+ )?(?:service|bende|zooi|onzin|flut)|baal (?:er )?(?:\w+ )?van|voor de (?:derde|vierde|vijfde|zesde|zoveelste|tiende|3e|4e|5e|6e|\d+e) keer|al (?:drie|vier|vijf|zes|meerdere|tien|\d+) (?:keer|keren|maal)|nog steeds (?:niet|geen)|al (?:weken|maanden|dagen)|klacht (?:indienen|in te dienen|over)|ik wil (?:een )?klacht|(?:niemand|nooit|geen) (?:\w+ ){0,3}(?:reageert|reactie|beantwoord|antwoord)|advocaat|naar de rechter|kassa|radar)\b",
    "en-angry": r"\b(?:ridiculous|unacceptable|disgusting|disgrace\w*|outrageous|appalling|pathetic|useless|worthless|terrible (?:service|company)|awful|worst|fuck\w*|shit\w*|bullshit|crap|damn|bloody|idiots?|stupid|incompetent|(?:so|very|really|extremely|absolutely|totally) (?:angry|upset|frustrated|annoyed|disappointed|furious|unhappy|mad)|(?:i am|i'm|im) (?:angry|furious|frustrated|fed up|sick of|livid|upset|annoyed|disappointed)|fed up|sick and tired|had enough|(?:third|fourth|fifth|tenth|\d+th|umpteenth) time|still (?:not|no|haven't|waiting)|nobody (?:helps|answers|responds|cares)|(?:file|make|lodge|submit|raise) a (?:formal )?(?:complaint|claim)|scam(?:mers?)?|lawyer|sue you|you (?:are|'re) (?:bad|useless|not helpful|not helping|no help)|you (?:can'?t|cannot) help)\b",
    "de-angry": r"\b(?:lacherlich|unverschamt\w*|frechheit|inakzeptabel|scheiss\w*|verdammt\w*|schlechter service|(?:bin|sehr|so|total) (?:\w+ )?(?:wutend|sauer|verargert|enttauscht|frustriert|genervt)|zum (?:dritten|vierten|funften|x-ten) mal|immer noch (?:nicht|kein\w*)|beschwerde|anwalt|betrug\w*)\b",
    "fr-angry": r"\b(?:ridicule|inacceptable|scandaleux|honteux|merde|putain|nul|(?:tres|vraiment|extremement) (?:en colere|decue?|frustree?|mecontente?|enervee?)|j'en ai marre|ras[- ]le[- ]bol|(?:troisieme|quatrieme|cinquieme|enieme) fois|toujours (?:pas|rien)|reclamation|plainte|avocat|arnaque\w*)\b",
}
# Danger: (category, number) per rule. Few words, each hard to say by accident.
EMERGENCY: dict[str, tuple[str, str, str]] = {
    "suicide": (
        "suicide",
        "113 / 0800-0113",
        r"\b(?:(?:ik |wil |ga )?(?:zelfmoord|zelfdoding|suicide)(?: \w+){0,2}|maak(?: ik)? er een eind aan[.!]*$|een eind(?:e)? (?:aan|maken aan) (?:mijn|m'n) leven|(?:mijn|m'n) leven (?:te )?beeindigen|wil (?:\w+ ){0,2}(?:niet meer leven|dood|doodgaan|sterven)(?:[.!,]| |$)|(?:liever|beter|best) dood\b|(?:spring|voor de trein)[^.!?]{0,14}\b(?:trein|dak|brug)|kill(?:ing)? myself|end(?:ing)? my (?:own )?life|want to die|suicidal|commit suicide|don'?t want to (?:live|be alive)|no reason to live|umbringen will|will (?:nicht mehr leben|sterben)|selbstmord|mich umbringen|(?:me )?suicider|mettre fin a mes jours|envie de mourir|plus envie de vivre)\b",
    ),
    "gas": (
        "gas",
        "0800-9009",
        r"\b(?:(?:ruik|ruikt|ruiken|rook)\b[^.!?]{0,16}\bgas(?:lucht)?|gaslucht|gaslek|gas ?leak|smell(?:s|ing)?(?: of)? gas|gasgeruch|rieche gas|odeur de gaz|fuite de gaz)\b",
    ),
    "danger": (
        "danger",
        "112",
        r"\b(?:(?:huis|woning|meterkast|keuken|schuur|flat|zekeringkast|accu|batterij|paneel|panelen|omvormer) (?:staat in brand|in brand|brandt)|staat in (?:de )?brand|er is brand(?: |[.!]|$)|koolmonoxide(?:vergiftiging| ?melder (?:gaat|piept))?|bewusteloos|hartaanval|ademt niet|onder stroom gestaan|(?:wordt|word|worden) (?:ik |we )?(?:bedreigd|aangevallen|neergestoken)|inbreker in|(?:house|home|flat|kitchen|fuse box|meter) (?:is )?on fire|there(?:'s| is) a fire|unconscious|not breathing|heart attack|carbon monoxide|being (?:attacked|threatened)|es brennt|brennt (?:es|mein|unser)|bewusstlos|kohlenmonoxid|au feu|il y a le feu|inconsciente?|monoxyde)\b",
    ),
    "violence": (
        "violence",
        "0800-2000",
        r"\b(?:(?:man|vrouw|partner|vriend|ex|vader|moeder|broer|stiefvader|hij|zij)\b[^.!?]{0,12}\b(?:slaat|sloeg|mishandelt|mishandelde|bedreigt|schopt|wurgt) (?:mij|me|ons|mijn kind\w*)|huiselijk geweld|word (?:thuis )?(?:mishandeld|geslagen)|(?:husband|wife|partner|boyfriend|girlfriend|ex|father) (?:beats|hits|hit|abuses|threatens) (?:me|us)|domestic (?:violence|abuse)|hausliche gewalt|(?:mann|partner|freund) schlagt mich|violences? (?:conjugale|domestique)s?|(?:mari|conjoint|copain) me (?:frappe|bat))\b",
    ),
    "child": (
        "child",
        "0800-0432",
        r"\b(?:ik ben (?:pas )?(?:zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|6|7|8|9|10|11|12|13|14) jaar(?: oud)?|i(?:'m| am) (?:only )?(?:six|seven|eight|nine|ten|eleven|twelve|thirteen|6|7|8|9|10|11|12|13)(?: years old)?[.!?]*$)\b",
    ),
}
VULNERABLE: dict[str, str] = {
    "debt": r"\b(?:schuldhulp\w*|schuldsanering|wsnp|bewindvoerder|onder bewind|in de schulden|schulden|kan (?:het |de rekening(?:en)? |dit |niet )?(?:\w+ ){0,3}niet (?:meer )?betalen|niet (?:meer )?rond(?:komen)?|geen geld (?:meer )?(?:voor|om)|voedselbank|deurwaarder|huisuitzetting|betalingsachterstand|afgesloten van (?:gas|stroom|energie|water)|can(?:not|'t) (?:afford|pay)|in debt|bailiff|food bank|evicted|bankrupt\w*|kann (?:\w+ ){0,3}nicht (?:be)?zahlen|schulden|dettes|ne peux pas payer|huissier)\b",
    "grief": r"\b(?:(?:man|vrouw|moeder|vader|partner|zoon|dochter|oma|opa|broer|zus|kind|echtgeno\w+)\b[^.!?]{0,16}\b(?:overleden|gestorven|dood|weggevallen)|is (?:\w+ )?overleden|(?:husband|wife|mother|father|partner|son|daughter|mum|dad|brother|sister)\b[^.!?]{0,14}\b(?:died|passed away|has died|is dead)|verstorben|gestorben|decedee?)\b",
    "confusion": r"\b(?:(?:ik ben|hij is|zij is|ze is|mijn \w+ is|is|heeft|heb) (?:\w+ )?(?:dement\w*|alzheimer|in de war|licht verstandelijk|laaggeletterd|analfabeet)|kan niet (?:goed )?(?:lezen|schrijven)|can(?:not|'t) (?:read|write)|has dementia|learning disab\w*|blind|slechtziend|doof|slechthorend|visually impaired|hard of hearing)\b",
    "ill": r"\b(?:(?:ik heb|ik ben|hij heeft|zij heeft|ze heeft|mijn \w+ heeft|i have|he has|she has|ich habe|j'ai) (?:\w+ )?(?:kanker|cancer|terminaal|ongeneeslijk|ernstig ziek|krebs|un cancer|hartproblemen|copd)|ben (?:ernstig|terminaal|ongeneeslijk|heel) ziek|dialyse|zuurstof(?:apparaat|concentrator)|beademing\w*|medische apparatuur|medical equipment|oxygen (?:machine|concentrator)|thuisbeademing|seriously ill|terminally ill|zwanger en|pregnant and)\b",
    "despair": r"\b(?:ten einde raad|wanhopig|radeloos|ik weet het niet meer|zie het niet meer zitten|trek het niet meer|desperate|don'?t know what to do any ?more|can'?t cope|verzweifelt|desesperee?)\b",
}
