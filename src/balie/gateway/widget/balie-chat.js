/*
 * <balie-chat>: talk to an AI system behind Balie, or to a person, on any page.
 *
 *   <script type="module" src="https://balie.example/widget.js"></script>
 *   <balie-chat gate="name-of-the-bot"></balie-chat>
 *
 * Attributes: gate (needed); server (where Balie is; by default where this file came from); lang (nl, en, de, fr; by
 * default that of the page); mode="inline" (no button, always open); open (open at once); scheme="light" (never dark).
 * Looks: set --balie-accent, --balie-on-accent, --balie-font or --balie-radius on the element; where it is dark,
 * --balie-accent-dark and --balie-on-accent-dark.
 * Keys: Enter sends, Shift+Enter is a new line, Escape closes, Alt+P asks for a person from anywhere in the chat.
 *
 * sessionStorage keeps the token of this conversation, what was typed and what is still on its way, for as long as the
 * tab is open and for this site alone: a reload or a lost network loses nothing, and the next visitor finds nothing.
 */

const TEXTS = {
  nl: {
    launch: "Chat openen", unread: "Chat openen ({n} nieuw)", close: "Chat sluiten", title: "Chat met {organisation}", chat: "Chat",
    type: "Typ uw bericht", send: "Verstuur", person: "Praat met een mens", personSaid: "Ik wil met een mens praten.",
    misunderstood: "De computer begrijpt mij niet", misunderstoodSaid: "De computer begrijpt mij niet.",
    choose: "Met wie wilt u praten?", ai: "Met de computer (AI)", aiAbout: "Antwoordt meteen. U kunt altijd nog om een mens vragen.",
    human: "Met een mens", humanNow: "Er is nu iemand voor u.", humanWait: "Aantal mensen voor u: {n}.", humanLong: "Dat duurt ongeveer {minutes} min.",
    humanLater: "Nu is er niemand. We zijn er {hours}.", you: "U", bot: "Computer (AI)", short: "AI", balie: "Bericht",
    personNamed: "{name} (mens)", personName: "Medewerker (mens)", privacy: "Mijn gegevens", privacyTitle: "Wat gebeurt er met mijn gegevens?",
    more: "Lees de privacyverklaring", tab: "Sluit u deze pagina? Dan staat het gesprek niet meer in uw browser.",
    offline: "U heeft geen internet.", waits: "Uw bericht wordt verstuurd zodra er weer internet is.",
    again: "Er gaat iets mis bij ons. We proberen het vanzelf nog een keer.", fast: "Dit gaat te snel. Even wachten: uw bericht wordt vanzelf verstuurd.",
    sending: "wordt verstuurd", typing: "De computer schrijft…", loading: "De chat wordt geopend…",
    noticeWaiting: "U wacht op een mens. De computer zegt nu niets meer.", noticeLater: "Er is nu niemand. We zijn er {hours}. De computer zegt nu niets meer.",
    noticePerson: "U praat met een mens, niet met een computer.", noticeClosed: "Dit gesprek is gestopt.", noticeHalted: "De computer staat nu uit. U kunt wel met een mens praten.",
    position: "U bent nummer {position} in de rij.", wait: "Dat duurt ongeveer {minutes} min.", waitUnknown: "Hoe lang dat duurt, weten we nog niet.",
    number: "Wilt u dat wij u bellen? Typ dan uw telefoonnummer.", call: "Of bel ons: {phone}.",
    end: "Chat stoppen", endSure: "Wilt u dit gesprek stoppen?", endQueue: "U verliest dan uw plek in de rij.", endLater: "Gaf u uw telefoonnummer? Dan bellen we u nog steeds.", yes: "Ja, stoppen", no: "Nee, doorgaan",
    restart: "Nieuw gesprek", copy: "Kopiëren", copied: "Het gesprek is gekopieerd.", notCopied: "Kopiëren lukt niet in deze browser.",
    left: "Nog {n} tekens over.", failed: "De chat werkt nu niet. Probeer het later nog een keer.", refused: "Dit bericht kunnen we niet versturen. Probeer het anders.",
    gone: "Dit gesprek is er niet meer. Begin een nieuw gesprek.", log: "Berichten",
  },
  en: {
    launch: "Open chat", unread: "Open chat ({n} new)", close: "Close chat", title: "Chat with {organisation}", chat: "Chat",
    type: "Type your message", send: "Send", person: "Talk to a person", personSaid: "I want to talk to a person.",
    misunderstood: "The computer does not understand me", misunderstoodSaid: "The computer does not understand me.",
    choose: "Who do you want to talk to?", ai: "The computer (AI)", aiAbout: "Answers right away. You can still ask for a person at any time.",
    human: "A person", humanNow: "Somebody is here for you now.", humanWait: "People before you: {n}.", humanLong: "That takes about {minutes} min.",
    humanLater: "Nobody is here now. We are here {hours}.", you: "You", bot: "Computer (AI)", short: "AI", balie: "Message",
    personNamed: "{name} (person)", personName: "Staff member (person)", privacy: "My data", privacyTitle: "What happens with my data?",
    more: "Read the privacy notice", tab: "If you close this page, the conversation is no longer in your browser.",
    offline: "You have no internet.", waits: "Your message will be sent when you are back online.",
    again: "Something is wrong on our side. We keep trying for you.", fast: "This goes too fast. Please wait: your message will be sent by itself.",
    sending: "being sent", typing: "The computer is writing…", loading: "Opening the chat…",
    noticeWaiting: "You are waiting for a person. The computer says nothing more now.", noticeLater: "Nobody is here now. We are here {hours}. The computer says nothing more now.",
    noticePerson: "You are talking to a person, not to a computer.", noticeClosed: "This conversation has ended.", noticeHalted: "The computer is switched off now. You can still talk to a person.",
    position: "You are number {position} in the queue.", wait: "That takes about {minutes} min.", waitUnknown: "We do not know yet how long it takes.",
    number: "Do you want us to call you? Type your telephone number.", call: "Or call us: {phone}.",
    end: "End chat", endSure: "Do you want to end this conversation?", endQueue: "You will lose your place in the queue.", endLater: "Did you give your telephone number? Then we will still call you.", yes: "Yes, end it", no: "No, go on",
    restart: "New conversation", copy: "Copy", copied: "The conversation was copied.", notCopied: "This browser cannot copy it.",
    left: "{n} characters left.", failed: "The chat does not work now. Please try again later.", refused: "We cannot send this message. Please try another way.",
    gone: "This conversation is no longer there. Please start a new one.", log: "Messages",
  },
  de: {
    launch: "Chat öffnen", unread: "Chat öffnen ({n} neu)", close: "Chat schließen", title: "Chat mit {organisation}", chat: "Chat",
    type: "Ihre Nachricht", send: "Senden", person: "Mit einem Menschen sprechen", personSaid: "Ich möchte mit einem Menschen sprechen.",
    misunderstood: "Der Computer versteht mich nicht", misunderstoodSaid: "Der Computer versteht mich nicht.",
    choose: "Mit wem möchten Sie sprechen?", ai: "Mit dem Computer (KI)", aiAbout: "Antwortet sofort. Sie können jederzeit nach einem Menschen fragen.",
    human: "Mit einem Menschen", humanNow: "Jetzt ist jemand für Sie da.", humanWait: "Personen vor Ihnen: {n}.", humanLong: "Das dauert etwa {minutes} Min.",
    humanLater: "Jetzt ist niemand da. Wir sind da: {hours}.", you: "Sie", bot: "Computer (KI)", short: "KI", balie: "Mitteilung",
    personNamed: "{name} (Mensch)", personName: "Kundenservice (Mensch)", privacy: "Meine Daten", privacyTitle: "Was geschieht mit meinen Daten?",
    more: "Datenschutzerklärung lesen", tab: "Wenn Sie diese Seite schließen, ist das Gespräch nicht mehr in Ihrem Browser.",
    offline: "Sie haben kein Internet.", waits: "Ihre Nachricht wird gesendet, sobald Sie wieder Internet haben.",
    again: "Bei uns geht etwas schief. Wir versuchen es von selbst noch einmal.", fast: "Das geht zu schnell. Bitte warten: Ihre Nachricht wird von selbst gesendet.",
    sending: "wird gesendet", typing: "Der Computer schreibt…", loading: "Der Chat wird geöffnet…",
    noticeWaiting: "Sie warten auf einen Menschen. Der Computer sagt jetzt nichts mehr.", noticeLater: "Jetzt ist niemand da. Wir sind da: {hours}. Der Computer sagt jetzt nichts mehr.",
    noticePerson: "Sie sprechen mit einem Menschen, nicht mit einem Computer.", noticeClosed: "Dieses Gespräch ist beendet.", noticeHalted: "Der Computer ist jetzt aus. Sie können aber mit einem Menschen sprechen.",
    position: "Sie sind Nummer {position} in der Warteschlange.", wait: "Das dauert etwa {minutes} Min.", waitUnknown: "Wie lange das dauert, wissen wir noch nicht.",
    number: "Sollen wir Sie anrufen? Schreiben Sie Ihre Telefonnummer.", call: "Oder rufen Sie uns an: {phone}.",
    end: "Chat beenden", endSure: "Möchten Sie dieses Gespräch beenden?", endQueue: "Sie verlieren dann Ihren Platz in der Warteschlange.", endLater: "Haben Sie Ihre Telefonnummer angegeben? Dann rufen wir Sie trotzdem an.", yes: "Ja, beenden", no: "Nein, weiter",
    restart: "Neues Gespräch", copy: "Kopieren", copied: "Das Gespräch wurde kopiert.", notCopied: "Dieser Browser kann es nicht kopieren.",
    left: "Noch {n} Zeichen übrig.", failed: "Der Chat geht gerade nicht. Bitte versuchen Sie es später noch einmal.", refused: "Diese Nachricht können wir nicht senden. Bitte versuchen Sie es anders.",
    gone: "Dieses Gespräch gibt es nicht mehr. Bitte beginnen Sie ein neues.", log: "Nachrichten",
  },
  fr: {
    launch: "Ouvrir le chat", unread: "Ouvrir le chat ({n} en plus)", close: "Fermer le chat", title: "Chat avec {organisation}", chat: "Chat",
    type: "Votre message", send: "Envoyer", person: "Parler à une personne", personSaid: "Je veux parler à une personne.",
    misunderstood: "L'ordinateur ne me comprend pas", misunderstoodSaid: "L'ordinateur ne me comprend pas.",
    choose: "À qui voulez-vous parler ?", ai: "À l'ordinateur (IA)", aiAbout: "Il répond tout de suite. Vous pouvez demander une personne à tout moment.",
    human: "À une personne", humanNow: "Quelqu'un est là pour vous.", humanWait: "Personnes avant vous : {n}.", humanLong: "Cela prend environ {minutes} min.",
    humanLater: "Il n'y a personne pour le moment. Nous sommes là : {hours}.", you: "Vous", bot: "Ordinateur (IA)", short: "IA", balie: "Information",
    personNamed: "{name} (personne)", personName: "Conseiller (personne)", privacy: "Mes données", privacyTitle: "Que deviennent mes données ?",
    more: "Lire la déclaration de confidentialité", tab: "Si vous fermez cette page, la conversation n'est plus dans votre navigateur.",
    offline: "Vous n'avez pas d'internet.", waits: "Votre message partira dès que vous aurez de nouveau internet.",
    again: "Il y a un problème chez nous. Nous réessayons pour vous.", fast: "C'est trop rapide. Attendez un peu : votre message partira tout seul.",
    sending: "envoi en cours", typing: "L'ordinateur écrit…", loading: "Le chat s'ouvre…",
    noticeWaiting: "Vous attendez une personne. L'ordinateur ne dit plus rien.", noticeLater: "Il n'y a personne pour le moment. Nous sommes là : {hours}. L'ordinateur ne dit plus rien.",
    noticePerson: "Vous parlez avec une personne, pas avec un ordinateur.", noticeClosed: "Cette conversation est terminée.", noticeHalted: "L'ordinateur est éteint. Vous pouvez quand même parler à une personne.",
    position: "Vous êtes numéro {position} dans la file.", wait: "Cela prend environ {minutes} min.", waitUnknown: "Nous ne savons pas encore combien de temps cela prendra.",
    number: "Voulez-vous être rappelé ? Écrivez votre numéro de téléphone.", call: "Ou appelez-nous : {phone}.",
    end: "Terminer", endSure: "Voulez-vous terminer cette conversation ?", endQueue: "Vous perdrez votre place dans la file.", endLater: "Vous avez donné votre numéro ? Nous vous appellerons quand même.", yes: "Oui, terminer", no: "Non, continuer",
    restart: "Nouvelle conversation", copy: "Copier", copied: "La conversation est copiée.", notCopied: "Ce navigateur ne peut pas la copier.",
    left: "Il reste {n} caractères.", failed: "Le chat ne marche pas pour le moment. Réessayez plus tard.", refused: "Nous ne pouvons pas envoyer ce message. Essayez autrement.",
    gone: "Cette conversation n'existe plus. Commencez-en une nouvelle.", log: "Messages",
  },
};

const LONGEST = 4000;
const HOME = new URL(import.meta.url).origin;
const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
const SILENCE = { turns: 180000, events: 45000 }; // after which a connection counts as lost; events bring a sign of life each 15 s
const PRESSES = ["person", "misunderstood"];

const STYLE = `
:host { --accent: var(--balie-accent, #154273); --on-accent: var(--balie-on-accent, #fff); --bar: var(--accent); --on-bar: var(--on-accent); --radius: var(--balie-radius, 14px);
  --paper: #fff; --ink: #1a1d21; --soft: #eef2f6; --line: #7d8793; --faint: #dde3ea; --quiet: #4c5661; --human: #e3f3e6; --human-ink: #14532d; --alarm: #9b1c1c;
  display: block; font: 1rem/1.5 var(--balie-font, system-ui, sans-serif); color: var(--ink); }
@media (prefers-color-scheme: dark) { :host(:not([scheme="light"])) { --accent: var(--balie-accent-dark, #a9cbf0); --on-accent: var(--balie-on-accent-dark, #10202f);
  --bar: var(--balie-accent, #21456d); --on-bar: var(--balie-on-accent, #fff);
  --paper: #16191d; --ink: #f0f2f4; --soft: #262d35; --line: #7d8893; --faint: #333b44; --quiet: #b7c0c9; --human: #1c3723; --human-ink: #b6e6c1; --alarm: #ffb4ab; color-scheme: dark; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
button, textarea { font: inherit; color: inherit; margin: 0; }
button { cursor: pointer; min-height: 2.75rem; border-radius: 10px; border: 1px solid var(--line); background: var(--paper); padding: .35rem .8rem; line-height: 1.3; }
button:hover { background: var(--soft); }
button.main, button.launch { background: var(--accent); color: var(--on-accent); border-color: var(--accent); font-weight: 600; }
button.main:hover, button.launch:hover { filter: brightness(1.12); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.launch { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; border-radius: 999px; padding: .7rem 1.3rem; box-shadow: 0 4px 16px #0004; max-width: calc(100vw - 2rem); }
.panel { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; width: min(26rem, calc(100vw - 2rem)); height: min(44rem, calc(100dvh - 2rem));
  display: flex; flex-direction: column; background: var(--paper); border: 1px solid var(--faint); border-radius: var(--radius); box-shadow: 0 8px 40px #0005; overflow: hidden; }
:host([mode="inline"]) .panel { position: static; width: 100%; height: min(44rem, 90dvh); box-shadow: none; border-color: var(--line); }
header { flex: none; display: flex; gap: .5rem; align-items: center; min-height: 3.25rem; padding: .25rem .4rem .25rem 1rem; background: var(--bar); color: var(--on-bar); }
header h2 { flex: 1; min-width: 0; margin: 0; font-size: 1.1rem; line-height: 1.25; overflow-wrap: anywhere; }
header button { background: transparent; border-color: transparent; min-width: 2.75rem; font-size: 1.1rem; }
header button:hover { background: #8884; }
header :focus-visible { outline-color: currentColor; outline-offset: -4px; }
.notice { flex: none; display: flex; gap: .6rem; align-items: center; margin: 0; padding: .5rem 1rem; background: var(--soft); border-bottom: 1px solid var(--faint); font-size: .92rem; line-height: 1.35; }
.notice.person { background: var(--human); }
.face { flex: none; display: inline-grid; place-items: center; min-width: 1.9rem; height: 1.5rem; padding: 0 .3rem; border: 1.5px solid currentColor; border-radius: 5px; font-size: .75rem; font-weight: 700; line-height: 1; }
.face.person { border-radius: 999px; min-width: 1.6rem; height: 1.6rem; background: var(--human-ink); border-color: var(--human-ink); color: var(--human); }
.face.person:empty { background: radial-gradient(circle at 50% 36%, var(--human) 20%, transparent 22%), radial-gradient(circle at 50% 100%, var(--human) 38%, transparent 40%), var(--human-ink); }
.choice .face { min-width: 2.4rem; height: 2.4rem; font-size: .9rem; border-width: 2px; }
.body { flex: 1; min-height: 5rem; overflow-y: auto; padding: 1rem; overflow-wrap: anywhere; overscroll-behavior: contain; }
.body:focus-visible { outline-offset: -3px; }
.log { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: .9rem; }
.log li { max-width: 88%; align-self: flex-start; }
.log .who { display: flex; flex-wrap: wrap; gap: .1rem .45rem; align-items: center; margin-bottom: .25rem; font-size: .82rem; font-weight: 600; color: var(--quiet); }
.log time, .log .note { font-weight: 400; }
.log .words { padding: .6rem .85rem; border-radius: var(--radius); background: var(--soft); white-space: pre-wrap; }
.log .bot .words { border-top-left-radius: 3px; }
.log .customer { align-self: flex-end; }
.log .customer .who { justify-content: flex-end; }
.log .customer .words { background: var(--bar); color: var(--on-bar); border-top-right-radius: 3px; }
.log .customer.waits .words { background: transparent; color: var(--ink); border: 1.5px dashed var(--line); }
.log .customer a { color: inherit; }
.log .person .who { color: var(--human-ink); }
.log .person .words { background: var(--human); border-left: 5px solid var(--human-ink); border-radius: 3px var(--radius) var(--radius) 3px; }
.log .balie { max-width: 100%; align-self: stretch; }
.log .balie .words { background: none; border: 1px solid var(--faint); border-left: 3px solid var(--line); border-radius: 4px; font-size: .94rem; }
.log .emergency .words { border: 2px solid var(--alarm); border-left-width: 6px; color: var(--alarm); font-weight: 600; font-size: 1.05rem; }
a { color: var(--accent); }
.status { flex: none; margin: 0; padding: 0 1rem; font-size: .9rem; line-height: 1.4; color: var(--quiet); }
.status:not(:empty) { padding: .45rem 1rem; }
.status.trouble { color: var(--alarm); font-weight: 600; }
.tools { flex: none; display: flex; flex-wrap: wrap; gap: .45rem; padding: .3rem 1rem 0; }
.tools button { flex: 1 1 8.5rem; font-size: .9rem; }
kbd { margin-left: .5rem; padding: .05rem .35rem; border: 1px solid var(--line); border-radius: 5px; font: inherit; font-size: .75rem; color: var(--quiet); }
@media (hover: none), (max-width: 30rem) { kbd { display: none; } }
form { flex: none; display: flex; gap: .5rem; align-items: flex-end; padding: .5rem 1rem .4rem; }
textarea { flex: 1; min-width: 0; resize: none; max-height: 8rem; min-height: 2.75rem; padding: .6rem .75rem; line-height: 1.35; border: 1px solid var(--line); border-radius: 10px; background: var(--paper); }
textarea::placeholder { color: var(--quiet); opacity: 1; }
footer { flex: none; display: flex; flex-wrap: wrap; gap: 0 .2rem; padding: 0 .6rem .3rem; }
footer button { min-height: 2.25rem; border-color: transparent; background: transparent; color: var(--quiet); font-size: .85rem; text-decoration: underline; text-underline-offset: 3px; padding: .3rem .4rem; }
.choice p { margin: 0 0 .8rem; font-size: 1.1rem; font-weight: 600; }
.choice p.call { margin: .9rem 0 0; font-size: 1rem; font-weight: 400; }
.choice button { display: flex; gap: .8rem; align-items: center; width: 100%; margin-bottom: .6rem; text-align: left; padding: .8rem 1rem; border-radius: var(--radius); }
.choice strong, .choice span span { display: block; }
.choice span span { font-size: .92rem; color: var(--quiet); }
.sheet { flex: none; max-height: 60%; overflow-y: auto; border-top: 2px solid var(--line); padding: .8rem 1rem; background: var(--paper); }
.sheet h3, .sheet p { margin: 0 0 .6rem; font-size: 1rem; }
.sheet p { font-size: .94rem; }
.sheet:not([hidden]) ~ form, .sheet:not([hidden]) ~ .tools { display: none; }
.ask div { display: flex; flex-wrap: wrap; gap: .5rem; }
.ask button { flex: 1 1 8rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 30rem), (max-height: 30rem) { .panel { inset: 0; width: 100%; height: 100dvh; border-radius: 0; border: 0; } :host([mode="inline"]) .panel { height: min(44rem, 100dvh); } }
@media (max-height: 26rem) { .panel { overflow-y: auto; } header { position: sticky; top: 0; z-index: 1; min-height: 2.75rem; } .notice { position: sticky; top: 2.75rem; z-index: 1; } .body { flex: 1 0 auto; overflow-y: visible; } }
@media (forced-colors: active) { .words, button, .panel, .face { border: 1px solid !important; } .log .person .words { border-left-width: 8px !important; } }
`;

/** Make an element with properties and children; text is text, never HTML. */
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role") element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child));
  return element;
}

/** Turn https addresses in a text into links. */
function linked(text) {
  return text.split(/(https:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/g).map((part, at) =>
    at % 2 ? make("a", { href: part, textContent: part, rel: "noopener noreferrer", target: "_blank" }) : part,
  );
}

/** A random mark; `crypto.randomUUID` is not there on pages without https. */
function mark() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Telephone numbers and hours stay on one line. */
const unbroken = (text) => text.replaceAll(" ", "\u00a0").replaceAll("-", "\u2011");
const eachUnbroken = (hours) => hours.split(", ").map(unbroken).join(", ");
const sleep = (time) => new Promise((wake) => setTimeout(wake, time));
const pause = (tries) => PAUSES[Math.min(tries, PAUSES.length) - 1];

/** An answer that says no. `lasting`: the same again would get the same answer. */
class Refused extends Error {
  constructor(status, code) {
    super(`balie-chat: ${status} ${code}`);
    this.code = code;
    this.gone = status === 401 || status === 410;
    this.lasting = status < 500 && status !== 429;
  }
}

class BalieChat extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #server = HOME;
  #language = "nl";
  #talk = null; // {id, token}
  #outbox = []; // {key, kind, text?, with?}: what is still on its way, in order
  #messages = new Map(); // number -> message
  #state = { in_charge: "bot" };
  #about = null;
  #ready = false; // what was said before is here, so what comes now is new
  #writing = ""; // what the bot is saying just now
  #busy = false;
  #tries = 0; // in a row that failed
  #fast = false; // because we came too often
  #later = 0; // the timer of the next one
  #trouble = ""; // what went wrong for good, in words
  #unread = 0;
  #listening = null;
  #loading = null;
  #parts = {};

  connectedCallback() {
    window.addEventListener("online", this.#online);
    window.addEventListener("offline", this.#offline);
    if (!this.#parts.panel) this.#start();
    else this.#listen();
  }

  disconnectedCallback() {
    window.removeEventListener("online", this.#online);
    window.removeEventListener("offline", this.#offline);
    this.#hush();
  }

  #start() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#server = this.getAttribute("server") || HOME;
    const wanted = (this.getAttribute("lang") || document.documentElement.lang || navigator.language || "nl").slice(0, 2).toLowerCase();
    this.#language = TEXTS[wanted] ? wanted : "nl";
    const kept = this.#remembered();
    this.#talk = kept.talk ?? null;
    this.#outbox = kept.outbox ?? [];
    this.#draw();
    this.#parts.text.value = kept.draft ?? "";
    if (kept.open || this.hasAttribute("open")) this.#open(false);
    if (this.#inline || this.#talk || this.#outbox.length) this.#load();
  }

  get #inline() {
    return this.getAttribute("mode") === "inline";
  }

  get #ended() {
    return this.#state.in_charge === "closed";
  }

  #say(key, values = {}) {
    return TEXTS[this.#language][key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  // --- What is kept in this tab

  get #place() {
    return `balie-chat ${this.#server} ${this.getAttribute("gate")}`;
  }

  #remembered() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#place) || "{}");
    } catch {
      return {}; // without storage a reload begins anew
    }
  }

  #keep() {
    const kept = { talk: this.#talk, outbox: this.#outbox, draft: this.#parts.text.value, open: !this.#inline && !this.#parts.panel.hidden };
    try {
      sessionStorage.setItem(this.#place, JSON.stringify(kept));
    } catch {
      /* the same */
    }
  }

  // --- Drawing

  #draw() {
    const p = (this.#parts = {});
    const button = (key, pressed, more = {}) => make("button", { type: "button", textContent: this.#say(key), onclick: pressed, ...more });
    p.launch = button("launch", () => this.#open(true), { className: "launch", hidden: this.#inline, "aria-haspopup": "dialog" });
    p.title = make("h2", { id: "title", textContent: this.#say("chat") });
    p.close = make("button", { type: "button", textContent: "✕", "aria-label": this.#say("close"), hidden: this.#inline, onclick: () => this.#close() });
    p.notice = make("p", { className: "notice", hidden: true });
    p.choice = make("div", { className: "choice", role: "group", "aria-labelledby": "choose", hidden: true });
    p.log = make("ol", { className: "log", role: "list", "aria-label": this.#say("log") });
    p.body = make("div", { className: "body", tabIndex: 0, role: "region", "aria-label": this.#say("log") }, p.choice, p.log);
    p.status = make("p", { className: "status", role: "status" });
    p.heard = make("div", { className: "unseen", role: "log", "aria-live": "polite" });
    p.person = button("person", () => this.#press("person"), { "aria-keyshortcuts": "Alt+P" });
    p.person.append(make("kbd", { "aria-hidden": "true", textContent: "Alt+P" }));
    p.missed = button("misunderstood", () => this.#press("misunderstood"));
    p.tools = make("div", { className: "tools" }, p.person, p.missed);
    p.text = make("textarea", { rows: 1, maxLength: LONGEST, "aria-label": this.#say("type"), placeholder: this.#say("type"), autocomplete: "off" });
    p.form = make("form", {}, p.text, make("button", { type: "submit", className: "main", textContent: this.#say("send") }));
    p.after = make("div", { className: "tools", hidden: true }, button("restart", () => this.#forget({ focus: true }), { className: "main" }));
    p.link = make("a", { textContent: this.#say("more"), target: "_blank", rel: "noopener", hidden: true });
    p.privacy = make("p");
    p.sheet = make("div", { id: "sheet", className: "sheet", role: "region", "aria-labelledby": "sheet-title", tabIndex: -1, hidden: true },
      make("h3", { id: "sheet-title", textContent: this.#say("privacyTitle") }), p.privacy, make("p", { textContent: this.#say("tab") }), p.link);
    p.ask = make("div", { className: "sheet ask", role: "alertdialog", "aria-labelledby": "ask-title", hidden: true });
    p.data = button("privacy", () => this.#unfold(p.sheet.hidden), { "aria-expanded": "false", "aria-controls": "sheet" });
    p.copy = button("copy", () => this.#copy(), { hidden: true });
    p.end = button("end", () => this.#askToEnd(), { hidden: true });
    p.footer = make("footer", {}, p.data, p.copy, p.end);
    p.panel = make("section", { className: "panel", role: this.#inline ? "region" : "dialog", "aria-labelledby": "title", lang: this.#language, hidden: !this.#inline },
      make("header", {}, p.title, p.close), p.notice, p.body, p.status, p.ask, p.sheet, p.tools, p.form, p.after, p.footer, p.heard);
    p.launch.lang = this.#language;
    this.#root.replaceChildren(p.launch, p.panel);
    this.#hearKeys();
    this.#show();
  }

  #hearKeys() {
    const p = this.#parts;
    p.form.addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    p.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#send(); }
    });
    p.text.addEventListener("input", () => { this.#trouble = ""; this.#keep(); this.#grow(); this.#showStatus(); });
    p.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#escape();
      if (event.altKey && event.code === "KeyP") { event.preventDefault(); this.#press("person"); }
    });
  }

  /** Draw everything anew in another language, as it stands. */
  #speak(language) {
    const open = !this.#parts.panel.hidden, draft = this.#parts.text.value, focused = this.#root.activeElement !== null;
    this.#language = language;
    this.#draw();
    this.#parts.text.value = draft;
    this.#parts.panel.hidden = !open;
    this.#parts.launch.hidden = open || this.#inline;
    if (focused) this.#focus();
  }

  #open(focus) {
    this.#parts.panel.hidden = false;
    this.#parts.launch.hidden = true;
    this.#unread = 0;
    this.#keep();
    this.#grow();
    this.#show({ end: true });
    if (focus) this.#focus();
    this.#load(focus);
    this.#listen();
  }

  #close() {
    this.#parts.panel.hidden = true;
    this.#parts.launch.hidden = false;
    this.#keep();
    this.#show();
    this.#parts.launch.focus();
  }

  #escape() {
    const p = this.#parts;
    if (!p.ask.hidden) this.#answerAsk();
    else if (!p.sheet.hidden) this.#unfold(false);
    else if (!this.#inline) this.#close();
  }

  /** Put the focus where the customer goes on. */
  #focus() {
    const p = this.#parts;
    const first = [p.choice.querySelector("button"), p.text, p.after.firstChild, p.close].find((one) => one?.getClientRects().length);
    (first ?? p.body).focus();
  }

  #unfold(open) {
    const p = this.#parts;
    p.sheet.hidden = !open;
    p.data.setAttribute("aria-expanded", String(open));
    (open ? p.sheet : p.data).focus();
  }

  #grow() {
    const { text } = this.#parts;
    text.style.height = "auto";
    if (text.scrollHeight) text.style.height = `${text.scrollHeight + 2}px`;
  }

  /** Show everything as it is now. `end`: go to the last message, also for who scrolled up to read. */
  #show({ end = false } = {}) {
    const p = this.#parts, about = this.#about, charge = this.#state.in_charge;
    const begun = this.#talk || this.#outbox.length;
    const choosing = Boolean(about && !begun && (about.choose || about.halted));
    const follows = end || p.body.scrollTop + p.body.clientHeight >= p.body.scrollHeight - 60;
    const talking = Boolean(about) && !choosing && !this.#ended;
    if (about) p.title.textContent = this.#say("title", { organisation: about.organisation });
    if (choosing && p.choice.hidden) this.#showChoice();
    p.choice.hidden = !choosing;
    p.form.hidden = !talking;
    p.tools.hidden = !talking || charge !== "bot";
    p.missed.hidden = ![...this.#messages.values()].some((message) => message.speaker === "bot");
    p.after.hidden = !this.#ended;
    p.copy.hidden = !this.#messages.size;
    p.end.hidden = !this.#talk || this.#ended;
    p.data.hidden = !about;
    this.#showAbout();
    this.#showRows();
    this.#showStatus();
    p.launch.textContent = this.#unread ? this.#say("unread", { n: this.#unread }) : this.#say("launch");
    if (follows) for (const box of [p.body, p.panel]) box.scrollTop = box.scrollHeight;
  }

  #showAbout() {
    const p = this.#parts, about = this.#about, state = this.#state;
    if (!about) return;
    p.privacy.textContent = about.privacy.text;
    p.link.hidden = !about.privacy.url;
    if (about.privacy.url) p.link.href = about.privacy.url;
    const later = state.in_charge === "waiting" && state.open === false;
    const words = {
      bot: about.halted ? this.#say("noticeHalted") : about.notice,
      waiting: this.#say(later ? "noticeLater" : "noticeWaiting", { hours: eachUnbroken(state.hours ?? "") }),
      person: this.#say("noticePerson"),
      closed: this.#say("noticeClosed"),
    }[state.in_charge];
    const face = { bot: this.#face("bot"), person: this.#face("person", this.#person) }[state.in_charge];
    p.notice.hidden = false;
    p.notice.className = `notice ${state.in_charge}`;
    if (p.notice.dataset.words !== words) p.notice.replaceChildren(...(face ? [face] : []), make("span", { textContent: words }));
    p.notice.dataset.words = words;
  }

  /** The name of the person who spoke last. */
  get #person() {
    return [...this.#messages.values()].findLast((message) => message.speaker === "person")?.name ?? "";
  }

  /** The mark of who speaks: a square for the computer, a circle for a person. The words beside it say the same. */
  #face(speaker, name = "") {
    const sign = speaker === "bot" ? this.#say("short") : [...name][0] ?? "";
    return make("span", { className: `face ${speaker}`, "aria-hidden": "true", textContent: sign });
  }

  #showChoice() {
    const about = this.#about, people = about.people;
    const long = people.seconds ? this.#say("humanLong", { minutes: Math.max(1, Math.round(people.seconds / 60)) }) : "";
    const busy = people.waiting ? `${this.#say("humanWait", { n: people.waiting })} ${long}` : this.#say("humanNow");
    const option = (who, speaker, title, text) => make("button", { type: "button", onclick: () => this.#begin(who) },
      this.#face(speaker), make("span", {}, make("strong", { textContent: title }), make("span", { textContent: text })));
    this.#parts.choice.replaceChildren(...[
      make("p", { id: "choose", textContent: this.#say("choose") }),
      about.halted ? null : option("ai", "bot", this.#say("ai"), this.#say("aiAbout")),
      option("person", "person", this.#say("human"), people.open ? busy : this.#say("humanLater", { hours: eachUnbroken(people.hours) })),
      about.phone ? this.#call(about.phone) : null,
    ].filter(Boolean));
  }

  #call(phone) {
    const [before, after] = this.#say("call", { phone: "\n" }).split("\n");
    const link = make("a", { href: `tel:${phone.replace(/[^\d+]/g, "")}`, textContent: unbroken(phone) });
    return make("p", { className: "call" }, before, link, after);
  }

  /** Bring the list up to date; a message that is there already stays as it is, with its focus and selection. */
  #showRows() {
    const { log } = this.#parts;
    const shown = [...this.#messages.values()].sort((one, other) => one.number - other.number);
    const arrived = new Set(shown.map((message) => message.key).filter(Boolean));
    const rows = [
      ...shown,
      ...(this.#writing ? [{ number: "writing", speaker: "bot", text: this.#writing }] : []),
      ...this.#outbox.filter((one) => (one.text || PRESSES.includes(one.kind)) && !arrived.has(one.key))
        .map((one) => ({ number: one.key, speaker: "customer", kind: one.kind, text: one.text, waits: true })),
    ];
    const there = new Map([...log.children].map((row) => [row.dataset.message, row]));
    rows.map((message) => there.get(JSON.stringify(message)) ?? this.#row(message))
      .forEach((row, at) => { if (log.children[at] !== row) log.insertBefore(row, log.children[at] ?? null); });
    while (log.children.length > rows.length) log.lastChild.remove();
  }

  #row(message) {
    const words = PRESSES.includes(message.kind) && message.speaker === "customer" ? this.#say(`${message.kind}Said`) : message.text;
    const face = ["bot", "person"].includes(message.speaker) ? this.#face(message.speaker, message.name ?? "") : null;
    const time = message.at ? make("time", { dateTime: message.at, textContent: this.#time(message) }) : null;
    const note = message.waits ? make("span", { className: "note", textContent: this.#say("sending") }) : null;
    const who = make("span", { className: "who" }, face, make("span", { textContent: this.#named(message) }), time, note);
    const looks = [message.speaker, message.kind === "emergency" && "emergency", message.waits && "waits"].filter(Boolean);
    const row = make("li", { className: looks.join(" ") }, who, make("div", { className: "words" }, ...linked(words)));
    row.dataset.message = JSON.stringify(message);
    return row;
  }

  #named(message) {
    if (message.speaker === "person") return message.name ? this.#say("personNamed", { name: message.name }) : this.#say("personName");
    return this.#say({ customer: "you", bot: "bot", balie: "balie" }[message.speaker]);
  }

  #time(message) {
    return new Date(message.at).toLocaleTimeString(this.#language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  #showStatus() {
    const p = this.#parts, trouble = this.#troubled(), words = trouble || this.#now();
    p.status.classList.toggle("trouble", Boolean(trouble));
    if (p.status.textContent !== words) p.status.textContent = words;
  }

  #troubled() {
    if (!navigator.onLine) return [this.#say("offline"), this.#outbox.length ? this.#say("waits") : ""].join(" ").trim();
    if (this.#trouble) return this.#trouble;
    return this.#tries ? this.#say(this.#fast ? "fast" : "again") : "";
  }

  /** What goes on just now, in words. */
  #now() {
    const state = this.#state, left = LONGEST - this.#parts.text.value.length;
    if (state.in_charge === "waiting") return this.#waiting();
    if (!this.#about) return this.#parts.panel.hidden ? "" : this.#say("loading");
    if (state.in_charge === "bot" && this.#outbox.some((one) => ["text", "misunderstood"].includes(one.kind))) return this.#say("typing");
    return left < 200 ? this.#say("left", { n: left }) : "";
  }

  #waiting() {
    const state = this.#state, phone = this.#about?.phone;
    const call = phone ? this.#say("call", { phone: unbroken(phone) }) : "";
    if (state.open === false) return [state.callback ? this.#say("number") : "", call].join(" ").trim();
    const long = state.seconds ? this.#say("wait", { minutes: Math.max(1, Math.round(state.seconds / 60)) }) : this.#say("waitUnknown");
    return [state.position ? this.#say("position", { position: state.position }) : "", long, call].join(" ").trim();
  }

  /** Let a screen reader say what is new; afterwards it is taken away, so that nobody finds it twice. */
  #announce(words) {
    const line = make("p", { textContent: words });
    this.#parts.heard.append(line);
    setTimeout(() => line.remove(), 10000);
  }

  // --- Talking to Balie

  async #ask(path, { signal, ...options } = {}) {
    const right = this.#talk ? { Authorization: `Bearer ${this.#talk.token}` } : {};
    const headers = { ...(options.body ? { "Content-Type": "application/json" } : {}), ...right, ...options.headers };
    const answer = await fetch(`${this.#server}${path}`, { ...options, headers, signal, credentials: "omit" });
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => ({}));
    const refused = new Refused(answer.status, told.error?.code ?? "");
    console.warn(refused.message, told.error?.message?.en ?? "");
    throw refused;
  }

  /** Learn what the page needs, and what was said so far. */
  #load(focus = false) {
    this.#loading ??= this.#loaded(focus).finally(() => { this.#loading = null; });
    return this.#loading;
  }

  async #loaded(focus) {
    try {
      if (!this.#about) await this.#learn();
      if (this.#talk && !this.#messages.size) await this.#resume();
      this.#ready = true;
      this.#tries = 0;
      this.#show({ end: true });
      if (focus) this.#focus();
      this.#deliver();
      this.#listen();
    } catch (problem) {
      this.#failed(problem, () => this.#load(focus));
    }
  }

  async #learn() {
    const path = `/v1/widget/${encodeURIComponent(this.getAttribute("gate"))}`;
    const about = await (await this.#ask(`${path}?lang=${this.#language}`)).json();
    this.#about = about;
    if (!about.languages.includes(this.#language)) this.#speak(about.languages[0]);
  }

  async #resume() {
    const told = await (await this.#ask(`/v1/conversations/${this.#talk.id}/messages?after=0`)).json();
    told.messages.forEach((message) => this.#messages.set(message.number, message));
    this.#state = told.state;
  }

  /** Something went wrong: try again later, or say so when that would not help. */
  #failed(problem, again) {
    if (problem.gone) {
      this.#forget({ trouble: this.#say("gone") });
      this.#ready = Boolean(this.#about);
    } else if (problem.lasting) {
      this.#trouble = this.#say(this.#about ? "refused" : "failed");
    } else {
      this.#tries += 1;
      this.#fast = problem.code === "too-often";
      clearTimeout(this.#later);
      this.#later = setTimeout(again, pause(this.#tries));
    }
    this.#show();
  }

  #post(...things) {
    this.#trouble = "";
    this.#outbox.push(...things.map((one) => ({ key: mark(), ...one })));
    this.#keep();
    this.#show({ end: true });
    this.#deliver();
  }

  #begin(who) {
    this.#post({ kind: "begin", with: who });
    this.#parts.text.focus();
  }

  #send() {
    const { text } = this.#parts, words = text.value.trim();
    if (!words || !this.#about || this.#ended) return;
    text.value = "";
    this.#grow();
    this.#post(...this.#opening("ai"), { kind: "text", text: words });
  }

  /** What goes before the first turn. */
  #opening(who) {
    return this.#talk || this.#outbox.length ? [] : [{ kind: "begin", with: who }];
  }

  #press(kind) {
    if (!this.#about) return;
    if (this.#state.in_charge !== "bot") {
      this.#announce(this.#now() || this.#parts.notice.textContent);
      return;
    }
    if (this.#outbox.some((one) => one.kind === kind || one.with === kind)) return;
    const opening = this.#opening(kind === "person" ? "person" : "ai");
    this.#post(...(opening.length && kind === "person" ? opening : [...opening, { kind, text: "" }]));
    this.#parts.text.focus();
  }

  /** Send what is in the outbox, in order, until it is there; the same key again is never a second turn. */
  async #deliver() {
    if (this.#busy || !this.#outbox.length || !this.#ready) return;
    this.#busy = true;
    clearTimeout(this.#later);
    try {
      while (this.#outbox.length) {
        await this.#delivered(this.#outbox[0]);
        this.#outbox.shift();
        this.#tries = 0;
        this.#writing = "";
        this.#keep();
        this.#show();
      }
    } catch (problem) {
      if (problem.lasting) this.#takeBack();
      this.#failed(problem, () => this.#deliver());
    } finally {
      this.#busy = false;
      this.#writing = "";
      this.#keep();
      this.#show();
      this.#listen();
    }
  }

  async #delivered(thing) {
    if (thing.kind === "begin") return this.#begun(thing);
    if (thing.kind === "end") return this.#closed();
    const body = JSON.stringify({ key: thing.key, kind: thing.kind, text: thing.text, language: this.#language });
    const patience = new AbortController();
    const answer = await this.#ask(`/v1/conversations/${this.#talk.id}/turns`, { method: "POST", body, headers: { Accept: "text/event-stream" }, signal: patience.signal });
    if (!(await this.#read(answer, patience, SILENCE.turns))) throw new Error("balie-chat: an answer without its end");
  }

  async #begun(thing) {
    const path = `/v1/widget/${encodeURIComponent(this.getAttribute("gate"))}/conversations`;
    const told = await (await this.#ask(path, { method: "POST", body: JSON.stringify({ language: this.#language, with: thing.with, key: thing.key }) })).json();
    this.#talk = { id: told.id, token: told.token };
    this.#state = told.state;
    told.messages.forEach((message) => this.#take(message));
  }

  async #closed() {
    const told = await (await this.#ask(`/v1/conversations/${this.#talk.id}/end`, { method: "POST", body: "{}" })).json();
    this.#state = { ...told.state, in_charge: "closed" };
    this.#announce(this.#say("noticeClosed"));
    this.#hush();
    this.#keep();
    this.#show();
    this.#focus();
  }

  /** Give the customer back what could not be sent. */
  #takeBack() {
    const { text } = this.#parts;
    text.value = [...this.#outbox.map((one) => one.text).filter(Boolean), text.value].filter(Boolean).join("\n");
    this.#outbox = [];
    this.#grow();
  }

  #online = () => {
    this.#tries = 0;
    this.#hush();
    if (this.#ready) this.#deliver();
    else if (!this.#parts.panel.hidden) this.#load();
    this.#listen();
    this.#show();
  };

  #offline = () => this.#showStatus();

  /** Read a stream of events; say whether it came to its end. Nothing for `silence` long is a lost connection. */
  async #read(answer, patience, silence) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "", done = false;
    for (;;) {
      const lost = setTimeout(() => patience.abort(), silence);
      const { value, done: over } = await reader.read().finally(() => clearTimeout(lost));
      if (over) return done;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) done = this.#happened(block) || done;
    }
  }

  #happened(block) {
    const name = /^event: (.*)$/m.exec(block)?.[1], data = /^data: (.*)$/m.exec(block)?.[1];
    if (!name || !data) return false;
    const told = JSON.parse(data);
    if (name === "message") this.#take(told);
    if (name === "piece") this.#writing += told.text;
    if (name === "state") this.#turnTo(told);
    this.#show();
    return name === "done";
  }

  #turnTo(state) {
    if (state.in_charge === "person" && this.#state.in_charge !== "person") this.#announce(this.#say("noticePerson"));
    this.#state = state;
  }

  #take(message) {
    if (this.#messages.has(message.number)) return;
    this.#messages.set(message.number, message);
    if (message.speaker === "customer") return;
    this.#writing = "";
    if (this.#parts.panel.hidden) this.#unread += 1;
    this.#announce(`${this.#named(message)}: ${message.text}`);
  }

  /** Hear what comes by itself: from a person, or from another tab. A closed chat only listens for a person. */
  async #listen() {
    const wanted = () => this.#ready && this.#talk && !this.#ended && this.isConnected && (!this.#parts.panel.hidden || this.#state.in_charge !== "bot");
    if (!wanted() || this.#listening) return;
    const stop = (this.#listening = new AbortController());
    for (let tries = 1; wanted() && !stop.signal.aborted; tries += 1) {
      try {
        const last = Math.max(0, ...this.#messages.keys());
        const answer = await this.#ask(`/v1/conversations/${this.#talk.id}/events`, { signal: stop.signal, headers: { "Last-Event-ID": String(last), Accept: "text/event-stream" } });
        tries = 0;
        const patience = new AbortController();
        patience.signal.addEventListener("abort", () => stop.abort());
        await this.#read(answer, patience, SILENCE.events);
      } catch (problem) {
        if (problem.lasting) break;
      }
      if (!stop.signal.aborted) await sleep(pause(Math.max(1, tries)));
    }
    if (this.#listening !== stop) return;
    this.#listening = null;
    if (stop.signal.aborted) this.#listen();
  }

  #hush() {
    const listening = this.#listening;
    this.#listening = null;
    listening?.abort();
  }

  // --- The end

  #askToEnd() {
    const { ask } = this.#parts;
    const loses = this.#state.in_charge !== "waiting" ? "" : this.#say(this.#state.open === false ? "endLater" : "endQueue");
    const words = `${this.#say("endSure")} ${loses}`.trim();
    const no = make("button", { type: "button", textContent: this.#say("no"), onclick: () => this.#answerAsk() });
    const yes = make("button", { type: "button", className: "main", textContent: this.#say("yes"), onclick: () => this.#answerAsk({ end: true }) });
    ask.replaceChildren(make("p", { id: "ask-title", textContent: words }), make("div", {}, no, yes));
    ask.hidden = false;
    no.focus();
  }

  #answerAsk({ end = false } = {}) {
    this.#parts.ask.hidden = true;
    if (end) this.#post({ kind: "end" });
    this.#parts.text.focus();
  }

  #forget({ focus = false, trouble = "" } = {}) {
    this.#hush();
    this.#talk = null;
    this.#outbox = [];
    this.#messages.clear();
    this.#state = { in_charge: "bot" };
    this.#trouble = trouble;
    this.#tries = 0;
    this.#keep();
    this.#show();
    if (focus) this.#focus();
  }

  async #copy() {
    const lines = [...this.#messages.values()].map((message) => `${this.#time(message)} ${this.#named(message)}: ${message.text}`);
    const done = await (navigator.clipboard?.writeText(lines.join("\n")) ?? Promise.reject()).then(() => true, () => false);
    this.#announce(this.#say(done ? "copied" : "notCopied"));
    this.#parts.copy.textContent = this.#say(done ? "copied" : "notCopied");
    setTimeout(() => { this.#parts.copy.textContent = this.#say("copy"); }, 4000);
  }
}

if (!customElements.get("balie-chat")) customElements.define("balie-chat", BalieChat);
