"""The cues: for each language, the patterns by which a message is known to ask for a person or whether it is a bot.

Written over plain text (small letters, no accents). A rule has an id, so that the log can name it. `NOT` patterns say
that somebody talks *about* employees; then the weaker rules do not count.
"""

from balie.gateway.policy.intents.plain import fuzzy

_GAP = r"[^.!?;]{0,40}?"
_NEAR = r"[^.!?;]{0,18}?"

# --- Dutch
_NL_SURE = (
    rf"(?:{fuzzy('medewerker')}s?|{fuzzy('medewerkster')}|(?:echte? |levende? |gewoon )?(?:een )?(?:echt )?mens(?:en)?|menselijke? \w+|echte? (?:persoon|iemand|vent|man|vrouw|stem|contact)"
    rf"|{fuzzy('persoon')}|{fuzzy('operator')}|klanten ?service ?(?:medewerker|agent)|klantadviseur|adviseur|agent|{fuzzy('collega')}(?:'?s)?|helpdesk|telefonist\w*|leidinggevende|manager|teamleider|supervisor"
    r"|service ?desk|iemand(?: anders| van (?:jullie|de|het|uw|vlees) ?\w*(?: bloed)?)?|jullie|klantenservice|afdeling \w+)"
)
_NL_STRICT = (
    rf"(?:{fuzzy('medewerker')}|{fuzzy('medewerkster')}|(?:echte? |levende? )?mens|menselijke? (?:hulp|medewerker|agent|collega|contact|ondersteuning|support|assistentie|service)|echte? (?:persoon|mens|iemand|medewerker|agent)"
    rf"|levende? persoon|{fuzzy('operator')}|klantenservice ?medewerker|live (?:agent|chat|medewerker))"
)
_NL_TALK = (
    rf"(?:{fuzzy('spreken')}|{fuzzy('praten')}|chatten|bellen|overleggen|kletsen|communiceren|contact(?: opnemen| hebben| krijgen)?|doorverbonden|door ?verbinden|door ?verbind|doorschakelen|doorgeschakeld|doorgezet"
    r"|te woord|aan de (?:lijn|telefoon)|aan de chat|te pakken krijgen|bereiken|te spreken|gesprek)"
)
_NL_ASK = r"(?:wil|wilt|willen|zou|kan|kun|kunt|kunnen|mag|mogen|graag|moet|laat|geef|hoe|liever|wens|verzoek|nodig|probeer|help|doe|regel|gewoon|waar|alsjeblieft|aub|a\.u\.b|svp|zoek|eis)"

# --- English
_EN_PERSON = (
    rf"(?:{fuzzy('human')}s?|(?:human being|real|live|actual|living) (?:person|human|agent|being|someone|people|operator|representative|employee|rep|assistant)|{fuzzy('person')}|people|{fuzzy('agent')}s?|{fuzzy('representative')}s?|reps?"
    rf"|{fuzzy('operator')}s?|advis[eo]rs?|{fuzzy('someone')}|{fuzzy('somebody')}|anyone|anybody|employees?|staff(?: member)?|member of (?:staff|your team)|team member|(?:customer|client|technical|tech) (?:service|support|care)\w*|support (?:team|agent|staff)"
    r"|help ?desk|manager|supervisor|colleague|consultant|specialist|as+i?s+\w{0,5}nt|support|service (?:agent|rep\w*))"
)
_EN_STRICT = (
    rf"(?:{fuzzy('human')}(?: being| agent| support| help| assistance| assistant| operator| representative| contact)?|(?:real|live|actual|living|non-?robot|human) (?:rasa )?(?:person|human|agent|being|someone|people|operator|representative|employee|rep|chat|support|assistant|help)"
    rf"|{fuzzy('representative')}|{fuzzy('operator')}|(?:customer|client) (?:service|support|care) (?:agent|rep\w*|person|employee|advis[eo]r|team|staff|line|number)|live ?chat|call ?cent(?:er|re)|person|agent|supervisor)"
)
_EN_TALK = (
    rf"(?:{fuzzy('speak')}(?:ing)?|spe[a]?k(?:ing)?|{fuzzy('talk')}(?:ing|k)?|taok|tlak|chat(?:ting|t)?|contact(?:ing)?|connect(?:ed|ing)?|transfer(?:red|ring)?|reach(?:ing)?|put (?:me )?(?:through|on)|get (?:me )?(?:through|hold|in touch|a hold)|be put through"
    r"|communicat\w+|converse|spea\w{1,5}|put (?:me )?in touch|direct(?:ed)?|hear from|forward(?:ed)? (?:me )?to|pass(?:ed)? (?:me )?(?:on )?to|escalate|gimme|hand\b[^.!?]{0,20}\bover|redirect(?:ed)?|hand (?:me )?over)"
)
_EN_ASK = r"(?:i|i'd|id|i'm|im|me|my|can|could|may|might|please|pls|plz|want|wanna|need|how|like|let|give|get|help|have|would|wish|where|must|got|try\w*|possible|assist\w*|when|rather|prefer|just|now|is there|any way|allow)"

# --- German
_DE_PERSON = (
    rf"(?:{fuzzy('mitarbeiter')}(?:in|n|s|innen)?|(?:echten?m?r? |richtigen?m? |realen? |lebenden? )?(?:{fuzzy('mensch')}(?:en|em)?)|menschliche\w* \w+|(?:echten?r? |realen? |richtigen? )?person|jemande?[mn]?|kunden ?berater(?:in)?|berater(?:in)?|kunden ?(?:dienst|service|betreuung)"
    r"|operator|agenten?|ansprechpartner(?:in)?|sachbearbeiter(?:in)?|vorgesetzten?|kollegen?)"
)
_DE_STRICT = rf"(?:{fuzzy('mitarbeiter')}(?:in)?|(?:echten?r? |realen? |richtigen? )(?:mensch(?:en)?|person|mitarbeiter(?:in)?)|menschliche\w* (?:hilfe|unterstutzung|dienste?|kontakt|mitarbeiter|agenten?)|kundenberater(?:in)?|menschen)"
_DE_TALK = r"(?:sprechen|spreche|reden|verbinden|verbunden|verbinde|chatten|telefonieren|kontakt\w*|anrufen|weiterleiten|durchstellen|weiterverbinden|kommunizieren|unterhalten|erreichen|ubergeben)"
_DE_ASK = r"(?:ich|mir|mich|kann|konnen|konnte|darf|mochte|will|wurde|bitte|brauche|gib|gibt|geben|wie|lieber|wunsche|sprechen|verbinde\w*|holen|hol)"

# --- French
_FR_PERSON = rf"(?:{fuzzy('conseiller')}e?s?|conseillere|(?:un |vrai |etre |vrais )*humaine?s?|(?:vraie? |reelle )?personne(?: reelle| humaine| physique)?|quelqu'? ?un|agents?|{fuzzy('operateur')}|operatrice|employee?s?|responsable|service client|service humain|collegue|technicien|interlocuteur)"
_FR_STRICT = r"(?:conseiller[e]?|conseillere|(?:vrai |etre |vrais |agent |conseiller |un )humaine?s?|vraie? personne|personne (?:reelle|humaine|physique)|service humain|aide humaine\w*(?: reelle)?|operateur humain|assistance humaine)"
_FR_TALK = r"(?:parler|discuter|joindre|contacter|echanger|appeler|passer|mettre en (?:relation|contact)|mise en relation|transfer\w+|rediriger|avoir au telephone|communiquer|parle)"
_FR_ASK = r"(?:je|j'|puis|peux|pouvez|pourrais|voudrais|veux|souhaite|aimerais|besoin|comment|passez|mettez|est-ce|svp|s'il|y a|plait|moi|faut)"

_POLITE = r"(?:,? ?(?:aub|a\.u\.b\.?|alstublieft|alsjeblieft|alsublieft|graag|svp|s\.v\.p\.?|nu|even|spreken|dank(?: je| u)?|hier|snel|please|pls|plz|now|thanks|thank you|bitte|jetzt|danke|merci|s'il vous plait|stp|help|hulp|support|assistance))*"
_BARE = r"(?:ja |nee |nein |non |no |yes |ok |oke |dan |well |just |gewoon |maar |doe maar |geef (?:mij |me )?(?:maar )?|ik wil |wil |i want |i need |need |want |give me |get me |gimme |proper |je veux |ich will |ich brauche |graag |liever |please |bitte |hallo |hi |hello |hey |wrong |sorry |een |a |an |the |ein |eine |einen |einem |un |une |met |with |mit |to |any |some |real |live |le |la |du |de )*"

WANTS_PERSON: dict[str, str] = {
    "nl-talk": rf"\b{_NL_ASK}\b{_GAP}\b(?:met |aan |naar |door met )?(?:een |de |uw |jullie |het |'n )?{_NL_SURE}\b{_NEAR}\b{_NL_TALK}\b",
    "nl-talk-first": rf"\b{_NL_ASK}\b{_GAP}\b{_NL_TALK}\b{_NEAR}\b(?:met|aan|naar|door) (?:een |de |uw |jullie |het )?{_NL_SURE}\b",
    "nl-ask": rf"\b(?:wil|wilt|graag|geef|liever|nodig|doe|zoek|kan ik|mag ik|heb ik|krijg ik|heb je|hebben jullie|heeft u|help|hulp van|komt er|geen (?:(?:ro)?bot|computer|chatbot),?|maar)\b{_NEAR}\b(?:een |de |'n )?(?:echte? |levende? )?{_NL_STRICT}\b(?: (?:spreken|aub|graag|die|om|aan|hebben|krijgen|in plaats|voor|hier|te|of)\b|,|[.!?]*$)|\b(?:live ?chat|chat(?:ten)?) met (?:een )?{_NL_STRICT}\b|^[^.!?]{{0,20}}\bgraag (?:een )?(?:collega|medewerker|mens)\b",
    "nl-connect": r"\b(?:verbind(?:t)? (?:mij |me |u mij )?(?:maar |even |alstublieft |aub |nu )?(?:eens )?door|door ?verbinden(?: aub| graag| alstublieft)?[.!?]*$|schakel (?:me|mij) door|zet (?:me|mij) door|kun(?:t|nen)? (?:u |je |jullie )?(?:mij|me) door ?(?:verbinden|schakelen|zetten))\b",
    "nl-call": r"\b(?:(?:kan|mag|wil|zou) (?:ik|er) (?:jullie|u|iemand|graag|even)?[^.!?]{0,15}\b(?:bellen|gebeld worden|teruggebeld worden|opbellen)|bel (?:mij|me)(?: maar| even| aub| alstublieft| alsjeblieft| svp| terug| op| graag| nu)*[.!?]*$|ik bel (?:wel|jullie wel|zelf wel)|kan iemand (?:mij|me) (?:bellen|terugbellen|helpen)|terug(?:gebeld|bellen) worden|(?:telefonisch|persoonlijk|menselijk) contact)\b",
    "nl-no-bot": r"\b(?:(?:wil|praat|spreek|chat|heb|hoef)\w*\b[^.!?;]{0,25}\bgeen (?:\w+ )?(?:(?:ro)?bot|chat ?bot|computer|machine|ai|automaat)|niet met (?:een |die |deze |zo'n )?(?:stomme |domme )?(?:(?:ro)?bot|chat ?bot|computer|machine|ai)|geen (?:(?:ro)?bot|chat ?bot|computer)[.!]*$|weg met die (?:(?:ro)?bot|bot|chatbot))",
    "nl-there": r"\b(?:is er|zijn er|zit er|werkt er|hebben jullie|heb je|heeft u|hebt u)\b[^.!?;]{0,14}\b(?:een |ook )?(?:echte? |levende? |een )*(?:mens(?:en)?|persoon|medewerker|iemand)\b(?: (?:aanwezig|beschikbaar|bereikbaar|die|met wie|waarmee|om mee|waar ik|aan wie|online|daar|in plaats)\b|[.!?]*$)",
    "nl-someone": r"\b(?:kan|mag|wil|zou) ik (?:graag |even |hier |hierover |alstublieft |nu )*(?:met )?iemand (?:\w+ ){0,2}(?:spreken|praten|bellen|te spreken|aan de lijn|te pakken)\b|\biemand (?:aan de (?:lijn|telefoon)|spreken|te spreken)\b",
    "en-talk": rf"\b{_EN_TALK}\b[^.!?;]{{0,22}}\b(?:to|with|by|of)?\s?(?:a |an |the |your |some |any |one of your )?(?:\w+ )?{_EN_PERSON}\b",
    "en-ask": rf"\b(?:want|need|like|give me|get me|get|have|wanna|prefer|require|looking for|rather|put|is there|are there|do you have|can i have|let me have|use|demand|insist on)\b[^.!?;]{{0,16}}?\b(?:a |an |the |some |any |help from a |to a )?{_EN_STRICT}\b",
    "en-there": r"\b(?:are there|is there|do you have)(?: also| any| real| some| actual| live| a)* (?:humans?|people|persons?)(?: support| working| available| there| here| i can| to| around|[ ?.!]*$)",
    "en-help-by": rf"\b(?:help|assist\w*|support|service|advice|answer)\b[^.!?;]{{0,14}}\b(?:from|by|of) (?:a |an |the |some |any )?(?:{_EN_STRICT}|someone|somebody)\b|\b(?:human|person|agent|someone|somebody|representative) to (?:help|assist|talk|speak|call)\b",
    "en-no-bot": r"\b(?:don'?t|do not|not|never|no longer|stop)\b[^.!?;]{0,25}\b(?:talk|speak|chat(?:ting)? (?:to|with)|deal|want|typ)\w*\b[^.!?;]{0,14}\b(?:(?:ro)?bots?|chat ?bots?|machine|computer|ai)\b|\bno (?:more )?(?:(?:ro)?bots?|chat ?bots?|machines?)(?:[.!]*$|,)",
    "en-call": r"\b(?:(?:can|could|will|please)?(?: someone| somebody| anyone| you)? ?(?:call|ring|phone) me (?:back|asap|now|please|pls|today|on \+?[0-9])|^(?:please |pls )?(?:call|ring|phone) me[.!]*$|call ?back (?:please|request)|(?:someone|somebody) (?:call|to call|phone) me|(?:want|like|request) (?:a |to be )?call(?:ed)? ?back)\b",
    "de-talk": rf"\b{_DE_ASK}\b{_GAP}\b(?:mit |zu |an )?(?:einem |einer |einen |ihrem |dem |der )?{_DE_PERSON}\b{_NEAR}\b{_DE_TALK}\b|\b{_DE_TALK}\b{_NEAR}\b(?:mit|zu|an)\b (?:einem |einer |einen |ihrem |dem |der )?{_DE_PERSON}\b",
    "de-ask": rf"\b(?:mochte|will|brauche|gibt es|gib mir|hatte gern|lieber|kann ich|bitte|wunsche|geben sie mir)\b[^.!?;]{{0,14}}\b(?:einen? |eine |einer |einem )?{_DE_STRICT}\b",
    "de-no-bot": r"\bkeinen? (?:roboter|bot|chatbot|computer|maschine)\b[.!]*$|\bnicht mit (?:einem|einer|dem|diesem) (?:roboter|bot|chatbot|computer|maschine)\b|\bwill keinen? (?:roboter|bot|chatbot)\b",
    "de-call": r"\b(?:rufen sie mich (?:bitte )?(?:zuruck|an)|(?:kann|konnte) mich jemand|ruckruf|jemand vom (?:kunden\w+|team|support)|verbinden sie mich|verbinde mich|bitte verbinden)\b|\bgibt es (?:da |hier )?jemande?n?,? (?:mit dem|der mir)\b",
    "fr-talk": rf"\b{_FR_TALK}\b{_NEAR}\b(?:a |avec |au |un |une |d'un )?(?:un |une |le |la |votre |des )?{_FR_PERSON}\b",
    "fr-ask": rf"\b(?:besoin|veux|voudrais|souhaite|aimerais|donnez|passez(?:[- ]moi)?|y a|y at|je prefere|il me faut|est-il|existe)\b[^.!?;]{{0,18}}\b(?:d'un |d'une |un |une |des |le |a un )?(?:{_FR_STRICT}|conseillers?)\b|\b(?:est-il|y a-t-il|y at-il|il y a) (?:un|une|des) (?:personne|humain|quelqu'un|vrais? humains?|conseiller)\b",
    "fr-call": r"\b(?:rappelez[- ]moi|me rappeler|etre rappelee?|pas (?:parler (?:a|avec)|avec|a) un (?:robot|bot|chatbot|ordinateur)|pas de (?:robot|bot))\b",
    "bare": rf"^[ ,.!]*{_BARE}(?:{_NL_STRICT}|{_EN_STRICT}|{_DE_STRICT}|{_FR_STRICT}|mens(?:en)?|persoon|medewerkers?|humans?|humain|mensch|menschen|{fuzzy('agent')}|conseiller|real person|live person|customer (?:service|support)|klantenservice|kundenservice|kundendienst|service client|helpdesk|medewerker spreken|iemand spreken|(?:someone|somebody) from [a-z ]+|\w+ service agent|service agent|human hand ?(?:off|over)|not an? (?:ro)?bot)\b{_POLITE}[ .!?]*$",
}
# What makes a sentence talk *about* people who work there, or ask for something else.
ABOUT = (
    r"\b(?:(?:uw|jullie|de|een|die|deze|your|the|an?|that) (?:\w+ )?(?:medewerk\w+|collega|monteur|agent|adviseur|operator|representative|employee|advisor|person|mitarbeiter\w*|conseiller\w*) (?:was|is|zei|had|heeft|vertelde|beloofde|kwam|gaf|deed|wilde|wist|told|said|promised|gave|did|has|wasn't|didn't|hat|war|sagte|a dit|etait|avait|die|who|from)|j'ai (?:deja )?parle|nous avons parle"
    r"|(?:sprak|gesproken|sprach|gesprochen|spoke|spoken|talked|parle|chatted|gechat|gebeld|contacted) (?:\w+ )?(?:al |gisteren |vorige |eerder |yesterday |already |last |earlier |hier |avec |mit |met |with |to )"
    r"|(?:ik|i|we|wij|ich|j'ai) (?:heb|hebben|had|have|'ve|habe|hatte) (?:\w+ ){0,5}(?:gesproken|gebeld|gechat|spoken|talked|contacted|called|gesprochen|telefoniert|parle)"
    r"|in[ -]person|(?:google|virtual|personal|voice|digital) assistant|vacature|solliciter|solliciteren|werken bij|baan als|job|jobs|hiring|vacancy|career|become an?|hoeveel medewerk|how many|wie is|who is|contactpersoon|resources|account ?manager|persoonsgegevens|add a|toevoegen|een medewerker toe"
    r"|(?:friend|mom|mother|dad|wife|husband|brother|sister|vriend|moeder|vader|vrouw|man|taxi|doctor|dentist|restaurant|hotel|uber) ?)\b"
)
# Rules that count even when somebody talks about employees too.
# Rules by which somebody asks whether a person or a machine is here: then `talk to a human` is part of that question.
QUESTION = frozenset(
    {
        "nl-do-i-talk",
        "nl-is-this",
        "en-do-i-talk",
        "en-is-this",
        "en-human-or",
        "en-know",
        "de-do-i-talk",
        "fr-do-i-talk",
        "fr-is-this",
        "de-is-this",
        "nl-or",
        "en-or",
        "de-or",
        "fr-or",
    }
)
SURE = frozenset({"bare", "nl-bare", "en-bare", "de-bare", "fr-bare", "nl-on", "nl-sure", "en-sure", "de-sure", "fr-sure", "nl-connect", "nl-no-bot", "en-no-bot", "de-no-bot"})

_BOT_NL = r"(?:(?:ro)?bot(?:je)?|chat ?bot(?:je)?|computer(?:tje|programma)?|machine|ai|a\.i\.?|kunstmatige? \w+|virtuele? \w+|automaat|automatisch\w*|algoritme|chatgpt|gpt|programma|digitale? \w+)"
_REAL_NL = r"(?:echte?|mens(?:elijk)?|persoon|levende?|nep|een (?:man|vrouw))"
_BOT_EN = r"(?:(?:ro)?bots?|chat ?bots?|computers?|machines?|ai|a\.i\.?|artificial\w*|virtual|automated\w*|automation|algorithm|program(?:me)?|software|app|chat ?gpt|gpt|cyborg|android|simulation|fake|digital|droid|synthetic|facsimile)"
_REAL_EN = r"(?:real(?:ly real|ly)?|human(?: being)?s?|person|people|alive|living|sentient|being|animal|cat|dog|lady|alien|creature|corporeal|body|physical|actual|flesh|man|woman|insect|life ?form|genuine)"
_EN_ADJ = (
    r"(?:real|actual|live|living|human|artificial|automated|virtual|talking|chatting|speaking|physical|legit|genuine)"
)
_BOT_DE = r"(?:ro[bp]oter|bot|chat ?bot|computer|maschine|ki(?:-\w+)?|k\.i\.?|kunstlich\w*|virtuell\w*|programm|automat\w*|app|fake|algorithmus)"
_REAL_DE = r"(?:echte[rns]? \w+|echt(?:[ ,.?!]*$| oder|,)|mensch(?:en|lich\w*)?|person|real|wirklich real|lebendig|existierst|imaginar)"
_BOT_FR = r"(?:robot|bot|chat ?bot|machine|ordinateur|ia|i\.a\.?|intelligence artificielle|programme|automatique|virtuel\w*|faux|application|logiciel)"
_REAL_FR = r"(?:humaine?|etre humain|vraie?s?|reele?l?e?|personne|vivante?|quelqu'un|un homme|une femme)"

ASKS_IF_BOT: dict[str, str] = {
    "nl-are-you": rf"\b(?:ben|bent|zijt|zijn)(?: je| jij| u|t u|de)\b[^.!?;]{{0,30}}\b(?:{_BOT_NL}|{_REAL_NL})\b|\b(?:ben je|ben jij|bent u) (?:echt|nep)\b",
    "nl-you-are": rf"\b(?:jij|je|u) bent (?:toch |zeker |gewoon |vast |geen |een |maar |wel |dus |echt |niet |dan )*(?:een |geen )?(?:{_BOT_NL}|{_REAL_NL})\b|\bdit is (?:toch |zeker |gewoon |vast )*(?:een |geen )(?:{_BOT_NL}|mens|echt persoon)\b",
    "nl-do-i-talk": rf"\b(?:praat|spreek|chat|app|typ|schrijf|heb) ik\b[^.!?;]{{0,20}}\b(?:met|tegen|naar|aan)\b[^.!?;]{{0,14}}\b(?:{_BOT_NL}|{_REAL_NL}|iemand|medewerker)\b|\bmet (?:wie|wat) (?:praat|spreek|chat) ik\b",
    "nl-is-this": rf"\b(?:is|was|komt) (?:dit|dat|hier|deze chat|het)\b[^.!?;]{{0,18}}\b(?:een |van een )?(?:{_BOT_NL}|mens|echt persoon|echte (?:persoon|medewerker))\b|\b(?:zit|zitten|werkt|leest|typt)(?: er| hier)?\b[^.!?;]{{0,20}}\b(?:mens|iemand|persoon|mensen)\b[^.!?;]{{0,10}}\b(?:achter|aan de andere kant|hier)\b|\b(?:wordt|word) (?:ik|dit) (?:door|beantwoord)\b[^.!?;]{{0,20}}\b(?:{_BOT_NL}|mens)\b|\bwat ben (?:je|jij)\b",
    "en-are-you": rf"\b(?:are|r|were|could|would|should|am)(?: an)? (?:you|u|ya|i regard you|i consider you)(?: all| be| really| even| just| truly| actually| simply| like| not| some| sort| kind| of| maybe| perhaps| possibly| either| by any chance| still| only| say| you're| you are| consider| call| yourself| to| as| guys| currently| in fact| talking as| sure you are)*(?: a| an| the| another)?(?: good| nice| true| proper| cold| mere| smart| stupid| fucking| damn| bloody| made up of| run by| powered by| controlled by| computer| customer service| {_EN_ADJ})* (?:{_BOT_EN}|{_REAL_EN})\b(?:[^a-z]|$| or| right| then| person| human| being| life| talking| speaking| chatting| too| though| please| like me| i'm| pretending| generated| assistance| assistant| agent| operator| customer| intelligence| powered| program)|\b(?:consider yourself|considered|classified as|describe yourself as)(?: to be)?(?: a| an)? (?:{_EN_ADJ} )*(?:{_BOT_EN}|human|person|being)\b|^(?:real |so |a )*(?:ro)?bot(?: then)? ?\?+$|\bare an? an? ?(?:{_BOT_EN})\b|\bhow real are you\b|\bdo you have a (?:soul|body|heart|brain|physical)\b|\banything real about you\b|\byour voice\b[^.!?;]{{0,14}}\b(?:human|real|robot|synthe\w+|computer)\b",
    "en-you-are": rf"\b(?:you|u|ur|your|youre)(?:'re| are| r|'re| must be| might be| may be| sound like| seem like| look like| act like| could be| should be| are you)?\b(?: really| just| actually| probably| clearly| obviously| only| nothing but| not| definitely| basically| still)* (?:not |n't |never )?(?:even |really |just |quite |so )*(?:a |an |some |some kind of |another |the |one of those )?(?:\w+ )?(?:{_BOT_EN}|human(?: being)?|real(?: person| human| life)?|actual (?:person|human|being)|person|alive|sentient|being|animal|insect|life ?form|dog|cat|lady|man|woman)\b(?:[ ,]*(?:right|aren'?t|are|arent|you|u|huh|yes|no|correct|or|person|human|being|ok|okay|then|too|isn'?t it|is|not|a|am|i|at all|intelligence|program|assistant|agent|aint|ain't|eh|yeah|actually|really|though|life|lol|haha|after|all|yourself|to me|like|me))*[ .!?,]*$",
    "en-do-i-talk": rf"\b(?:am i|i'm|im|i am|if i'm|whether i'm|are we|was i|have i been|is it)(?: really| actually| even| just| now| currently| still| here| a)* (?:speak|talk|chat|convers|communicat|interact|deal|typ|writ)\w*ing\b[^.!?;]{{0,8}}\b(?:to|with)\b[^.!?;]{{0,16}}\b(?:{_BOT_EN}|{_REAL_EN})\b|^(?:so )?(?:talk|speak|chat)ing (?:to|with) (?:a |an )?(?:(?:ro)?bot|machine|computer|human|real person|chat ?bot)(?: or (?:a |an )?[a-z ]+)?[.!?]*$|\bwho (?:am i|is|'s|are we) (?:talking|speaking|chatting)(?: to| with)?(?: me)?[.!?]*$|\bwho'?s (?:this|there)\b[.!?]*$",
    "en-is-this": r"\b(?:is|isn't|isnt|was) (?:this|that|it)\b[^.!?;]{0,20}\b(?:a |an |the |just |really )?(?:(?:ro)?bot|chat ?bot|bot|machine|computer|human|real person|ai|automated|person (?:or|behind)|artificial intelligence|a real|real human|actual person)\b(?: (?:or|talking|speaking|i|im|i'm|am|behind|answering|here|on the other|response|system|chat|message|typing|there)\b[^.!?]*)?[.!?]*$|\bis (?:there )?(?:a |an )?(?:\w+ )?(?:human|person|someone|somebody) (?:behind|on the other|typing|reading)\b|\bis this a person\b",
    "en-know": r"\b(?:know|tell|wonder\w*|say|find out|curious|question|sure|admit|guess|assum\w+|think|suppose|bet|believe|knowledge|establish|clarify|confirm|figure out|want to hear|asking)\b[^.!?;]{0,34}\b(?:you|u|this|ur|you're|it|your)\b[^.!?;]{0,26}\b(?:(?:ro)?bot|chat ?bot|bot|machine|computer|human|real(?: person)?|ai|a person|artificial\w*|being|fake|alive|automated)\b",
    "en-what-are-you": r"\b(?:what|who) (?:are|r) (?:you|u)(?: really| exactly| actually| made of| anyway| then)?[ .!?]*$|\bwhat (?:kind|type|sort) of (?:(?:ro)?bot|bot|machine|computer|thing|ai|being|entity|creature) are you\b|\bwhat (?:would you say )?you are[ ?.!]*$|\bwhat are you,|\b(?:talking|speaking|chatting) (?:to|with) (?:someone|somebody) ?\?|\bdo you (?:really |actually |truly |even )?exist\b|\bare you (?:there|alive|real|fake|human|sentient|conscious)\b",
    "en-human-or": rf"\b(?:human|person|real|man|people) or (?:a |an |just a )?(?:{_BOT_EN})\b|\b(?:{_BOT_EN}) or (?:a |an |actual |real |living )*(?:human|person|real|man)\b",
    "de-are-you": rf"\b(?:bist|sind|bin|warst) (?:du|sie|ihr)\b[^.!?;]{{0,34}}\b(?:(?:{_BOT_DE}|real)\b|{_REAL_DE})|\bwas bist du\b|\bbist du (?:wirklich )?echt\b",
    "de-you-are": rf"\b(?:du|sie) (?:bist|sind)\b[^.!?;]{{0,24}}\b(?:{_BOT_DE}|mensch\w*|real|echter? (?:mensch|person))\b|\bdu bist (?:nicht |wohl )?echt[.!?]*$",
    "de-do-i-talk": rf"\b(?:rede|spreche|chatte|schreibe|unterhalte|kommuniziere|telefoniere) ich\b[^.!?;]{{0,26}}\b(?:{_BOT_DE}|mensch\w*|person|jemande?m|echten?)\b|\b(?:ist|war) (?:das|dies|es|hier)\b[^.!?;]{{0,14}}\b(?:ein|eine|einem)\b[^.!?;]{{0,10}}\b(?:{_BOT_DE}|mensch|echte person)\b",
    "fr-are-you": rf"\b(?:es[- ]tu|tu es|t'es|t es|tes|etes[- ]vous|vous etes|tu n'es|t'as l'air|tu serais|serais-tu|seriez-vous)\b[^.!?;]{{0,26}}\b(?:{_BOT_FR}|{_REAL_FR})\b|\bqu'est-ce que (?:t'es|tu es)(?: comme (?:\w+ ){0, 2}\w+)?[ ?!.]*$|\btu existes\b",
    "fr-do-i-talk": rf"\b(?:je parle|parle-je|est-ce que je parle|je discute|je suis en train de parler|suis-je en train de parler|j'ai affaire)\b[^.!?;]{{0,10}}\b(?:a|avec|au)\b[^.!?;]{{0,12}}\b(?:{_BOT_FR}|{_REAL_FR})\b|\b(?:est-ce|c'est|s'agit-il)(?: bien)? (?:un|une|d'un|d'une) (?:{_BOT_FR}|humain|vraie personne)\b",
}
