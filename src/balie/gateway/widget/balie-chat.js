/*
 * <balie-chat>: talk to an AI system behind Balie, or to a person, on any page.
 *
 *   <script type="module" src="https://balie.example/widget.js"></script>
 *   <balie-chat gate="name-of-the-bot"></balie-chat>
 *
 * Attributes: gate (needed); server (where Balie is; by default where this file came from); lang (nl, en, de, fr; by
 * default that of the page); mode="inline" (no button, always open); open (open at once).
 * Looks: set --balie-accent, --balie-on-accent, --balie-font or --balie-radius on the element.
 * Keys: Enter sends, Shift+Enter is a new line, Escape closes, Alt+P asks for a person from anywhere in the chat.
 *
 * sessionStorage keeps the token of this conversation, what was typed and what is still on its way, for as long as the
 * tab is open and for this site alone: a reload or a lost network loses nothing, and the next visitor finds nothing.
 */

const TEXTS = {
  nl: {
    open: "Chat openen", close: "Chat sluiten", title: "Chat met {organisation}", type: "Typ uw bericht", send: "Verstuur",
    person: "Praat met een mens", personKey: "Alt+P", misunderstood: "U begrijpt mij niet", choose: "Met wie wilt u praten?",
    ai: "De computer (AI)", aiAbout: "Antwoordt meteen. U kunt altijd nog om een mens vragen.", human: "Een mens",
    humanNow: "Er is nu iemand.", humanWait: "Aantal wachtenden: {n}.", humanLater: "Nu is er niemand. We zijn er {hours}.",
    you: "U", bot: "Computer (AI)", balie: "Bericht", personName: "Medewerker", privacy: "Wat gebeurt er met mijn gegevens?",
    more: "Lees de privacyverklaring", offline: "Geen verbinding. Uw bericht wordt verstuurd zodra het kan.",
    sending: "wordt verstuurd…", typing: "De computer schrijft…", position: "U bent nummer {position} in de rij.",
    wait: "Ongeveer {minutes} min.", withPerson: "U praat met een mens.", waiting: "Een medewerker komt eraan.",
    ended: "Dit gesprek is afgesloten.", halted: "De computer staat nu uit. U kunt wel om een mens vragen.",
    end: "Gesprek beëindigen", endSure: "Wilt u dit gesprek beëindigen?", yes: "Ja, beëindigen", no: "Nee, doorgaan",
    again: "Nieuw gesprek", copy: "Gesprek kopiëren", copied: "Gekopieerd.", tooLong: "Nog {n} tekens over.",
    failed: "Er gaat iets mis. Probeer het zo weer.", log: "Berichten", call: "U kunt ons ook bellen: {phone}",
  },
  en: {
    open: "Open chat", close: "Close chat", title: "Chat with {organisation}", type: "Type your message", send: "Send",
    person: "Talk to a person", personKey: "Alt+P", misunderstood: "You misunderstand me", choose: "Who would you like to talk to?",
    ai: "The computer (AI)", aiAbout: "Answers at once. You can always ask for a person.", human: "A person",
    humanNow: "Somebody is here now.", humanWait: "Number of people waiting: {n}.", humanLater: "Nobody is here now. We are here {hours}.",
    you: "You", bot: "Computer (AI)", balie: "Notice", personName: "Our colleague", privacy: "What happens with my data?",
    more: "Read the privacy notice", offline: "No connection. Your message is sent as soon as it can.",
    sending: "sending…", typing: "The computer is writing…", position: "You are number {position} in the queue.",
    wait: "About {minutes} min.", withPerson: "You are talking to a person.", waiting: "A person is on the way.",
    ended: "This conversation was closed.", halted: "The computer is switched off now. You can ask for a person.",
    end: "End conversation", endSure: "End this conversation?", yes: "Yes, end it", no: "No, go on",
    again: "New conversation", copy: "Copy conversation", copied: "Copied.", tooLong: "{n} characters left.",
    failed: "Something went wrong. Please try again in a moment.", log: "Messages", call: "You can also call us: {phone}",
  },
  de: {
    open: "Chat öffnen", close: "Chat schließen", title: "Chat mit {organisation}", type: "Ihre Nachricht", send: "Senden",
    person: "Mit einem Menschen sprechen", personKey: "Alt+P", misunderstood: "Sie verstehen mich falsch", choose: "Mit wem möchten Sie sprechen?",
    ai: "Der Computer (KI)", aiAbout: "Antwortet sofort. Sie können immer nach einem Menschen fragen.", human: "Ein Mensch",
    humanNow: "Jetzt sind Menschen da.", humanWait: "Wartende: {n}.", humanLater: "Jetzt ist niemand da. Wir sind da: {hours}.",
    you: "Sie", bot: "Computer (KI)", balie: "Hinweis", personName: "Mitarbeiter", privacy: "Was geschieht mit meinen Daten?",
    more: "Datenschutzerklärung lesen", offline: "Keine Verbindung. Ihre Nachricht wird gesendet, sobald es geht.",
    sending: "wird gesendet…", typing: "Der Computer schreibt…", position: "Sie sind Nummer {position} in der Warteschlange.",
    wait: "Etwa {minutes} Min.", withPerson: "Sie sprechen mit einem Menschen.", waiting: "Ein Mitarbeiter kommt.",
    ended: "Dieses Gespräch ist beendet.", halted: "Der Computer ist jetzt ausgeschaltet. Sie können einen Menschen sprechen.",
    end: "Gespräch beenden", endSure: "Dieses Gespräch beenden?", yes: "Ja, beenden", no: "Nein, weiter",
    again: "Neues Gespräch", copy: "Gespräch kopieren", copied: "Kopiert.", tooLong: "Noch {n} Zeichen.",
    failed: "Etwas ging schief. Bitte versuchen Sie es gleich noch einmal.", log: "Nachrichten", call: "Sie können auch anrufen: {phone}",
  },
  fr: {
    open: "Ouvrir le chat", close: "Fermer le chat", title: "Chat avec {organisation}", type: "Votre message", send: "Envoyer",
    person: "Parler à une personne", personKey: "Alt+P", misunderstood: "Vous ne me comprenez pas", choose: "À qui voulez-vous parler ?",
    ai: "L'ordinateur (IA)", aiAbout: "Répond tout de suite. Vous pouvez toujours demander une personne.", human: "Une personne",
    humanNow: "Il y a quelqu'un maintenant.", humanWait: "{n} en attente.", humanLater: "Personne pour le moment ; nous sommes là {hours}.",
    you: "Vous", bot: "Ordinateur (IA)", balie: "Avis", personName: "Conseiller", privacy: "Que deviennent mes données ?",
    more: "Lire la déclaration de confidentialité", offline: "Pas de connexion. Votre message partira dès que possible.",
    sending: "envoi…", typing: "L'ordinateur écrit…", position: "Vous êtes numéro {position} dans la file.",
    wait: "Environ {minutes} min.", withPerson: "Vous parlez avec une personne.", waiting: "Un conseiller arrive.",
    ended: "Cette conversation est terminée.", halted: "L'ordinateur est éteint. Vous pouvez demander une personne.",
    end: "Terminer", endSure: "Terminer cette conversation ?", yes: "Oui, terminer", no: "Non, continuer",
    again: "Nouvelle conversation", copy: "Copier la conversation", copied: "Copié.", tooLong: "Encore {n} caractères.",
    failed: "Un problème est survenu. Réessayez dans un instant.", log: "Messages", call: "Vous pouvez aussi appeler : {phone}",
  },
};

const LONGEST = 4000;
const HOME = new URL(import.meta.url).origin;
const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];

const STYLE = `
:host { --accent: var(--balie-accent, #154273); --on-accent: var(--balie-on-accent, #fff); --radius: var(--balie-radius, 12px);
  --paper: #fff; --ink: #1a1d21; --soft: #eef2f6; --line: #8a94a0; --quiet: #515a64; --human: #e9f4ea;
  font: 1rem/1.5 var(--balie-font, system-ui, sans-serif); color: var(--ink); }
@media (prefers-color-scheme: dark) { :host { --accent: var(--balie-accent-dark, #a9cbf0); --on-accent: #10202f; --paper: #16191d;
  --ink: #f0f2f4; --soft: #252b32; --line: #7d8893; --quiet: #b4bdc6; --human: #203a25; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; min-height: 2.75rem; border-radius: 8px; border: 1px solid var(--line); background: var(--paper); padding: .35rem .8rem; }
button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
button.plain { border-color: transparent; background: transparent; text-decoration: underline; padding: .35rem .4rem; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.launch { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; border-radius: 999px; padding: .7rem 1.2rem; box-shadow: 0 2px 10px #0004; }
.panel { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483000; width: min(26rem, calc(100vw - 2rem)); height: min(42rem, calc(100dvh - 2rem));
  display: flex; flex-direction: column; background: var(--paper); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 6px 30px #0005; overflow: hidden; }
:host([mode="inline"]) .panel { position: static; width: 100%; height: min(42rem, 90dvh); box-shadow: none; }
@media (max-width: 30rem), (max-height: 30rem) { .panel { inset: 0; width: 100%; height: 100dvh; border-radius: 0; border: 0; } :host([mode="inline"]) .panel { height: min(42rem, 100dvh); } }
header { display: flex; gap: .5rem; align-items: center; padding: .4rem .5rem .4rem 1rem; background: var(--accent); color: var(--on-accent); }
header h2 { flex: 1; margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
header button { background: transparent; color: inherit; border-color: transparent; min-width: 2.75rem; }
header :focus-visible { outline-color: currentColor; outline-offset: -3px; }
.notice { margin: 0; padding: .5rem 1rem; background: var(--soft); border-bottom: 1px solid var(--line); font-size: .9rem; }
.body { flex: 1; overflow-y: auto; padding: .8rem 1rem; overflow-wrap: anywhere; }
.log { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: .7rem; }
.log li { max-width: 88%; padding: .5rem .75rem; border-radius: var(--radius); background: var(--soft); white-space: pre-wrap; }
.log li .who { display: block; font-size: .8rem; font-weight: 600; color: var(--quiet); }
.log li.customer { align-self: flex-end; background: var(--accent); color: var(--on-accent); border-bottom-right-radius: 2px; }
.log li.customer .who { color: inherit; }
.log li.customer a { color: inherit; }
.log li.bot { border-bottom-left-radius: 2px; }
.log li.person { background: var(--human); border-left: 4px solid currentColor; }
.log li.balie { align-self: center; max-width: 100%; background: none; border: 1px dashed var(--line); font-size: .92rem; }
.log li.emergency { border: 2px solid currentColor; font-weight: 600; font-size: 1rem; }
a { color: var(--accent); }
.status { margin: 0; padding: .4rem 1rem; font-size: .9rem; color: var(--quiet); min-height: 1.4rem; }
form { display: flex; gap: .5rem; padding: .5rem 1rem; border-top: 1px solid var(--line); }
textarea { flex: 1; min-width: 0; resize: none; max-height: 8rem; min-height: 2.75rem; padding: .5rem .6rem; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); }
.tools { display: flex; flex-wrap: wrap; gap: .4rem; padding: .5rem 1rem 0; }
.tools button, .more button { font-size: .9rem; }
.more { padding: 0 1rem .5rem; font-size: .9rem; }
.more summary { min-height: 1.75rem; cursor: pointer; }
.choice { display: grid; gap: .6rem; margin-top: .8rem; }
.choice button { text-align: left; padding: .8rem 1rem; }
.choice strong { display: block; }
.ask { border: 2px solid var(--line); border-radius: 8px; padding: .6rem; margin: .5rem 1rem; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (forced-colors: active) { .log li, button, .panel { border: 1px solid; } .log li.person { border-left-width: 6px; } }
`;

/** Make an element with properties and children; text is text, never HTML. */
function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key.includes("-") || key === "role" || key === "for") element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Turn https addresses in a text into links. */
function linked(text) {
  return text.split(/(https:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/g).map((part, at) =>
    at % 2 ? make("a", { href: part, textContent: part, rel: "noopener noreferrer", target: "_blank" }) : part,
  );
}

class BalieChat extends HTMLElement {
  #root = this.attachShadow({ mode: "open" });
  #talk = null; // {id, token}
  #messages = new Map(); // number -> message
  #pending = null; // {key, kind, text}: what is on its way
  #next = null; // the button that was pressed meanwhile
  #state = { in_charge: "bot" };
  #about = null;
  #busy = false;
  #tries = 0;
  #listening = null;
  #parts = {};

  connectedCallback() {
    if (this.#parts.panel) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.server = this.getAttribute("server") || HOME;
    const wanted = (this.getAttribute("lang") || document.documentElement.lang || navigator.language || "nl").slice(0, 2);
    this.language = TEXTS[wanted] ? wanted : "nl";
    this.#draw();
    window.addEventListener("online", this.#online);
    window.addEventListener("offline", this.#status);
    this.#remember();
    this.#load();
  }

  disconnectedCallback() {
    window.removeEventListener("online", this.#online);
    window.removeEventListener("offline", this.#status);
    this.#listening?.abort();
  }

  #say(key, values = {}) {
    return TEXTS[this.language][key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  // --- What is kept in this tab

  get #place() {
    return `balie-chat ${this.server} ${this.getAttribute("gate")}`;
  }

  #remember() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(this.#place) || "{}");
      this.#talk = kept.talk ?? null;
      this.#pending = kept.pending ?? null;
      this.#parts.text.value = kept.draft ?? "";
      if (kept.open) this.#open(false);
    } catch {
      /* without storage a reload begins anew */
    }
  }

  #keep() {
    const kept = { talk: this.#talk, pending: this.#pending, draft: this.#parts.text.value, open: !this.#parts.panel.hidden };
    try {
      sessionStorage.setItem(this.#place, JSON.stringify(kept));
    } catch {
      /* the same */
    }
  }

  // --- Drawing

  #draw() {
    const p = this.#parts;
    const inline = this.getAttribute("mode") === "inline";
    p.launch = make("button", { className: "launch main", textContent: this.#say("open"), hidden: inline, onclick: () => this.#open(true) });
    p.title = make("h2", { id: "title", textContent: this.#say("title", { organisation: "" }) });
    p.close = make("button", { textContent: "✕", "aria-label": this.#say("close"), hidden: inline, onclick: () => this.#close() });
    p.notice = make("p", { className: "notice" });
    p.log = make("ol", { className: "log", role: "list", "aria-label": this.#say("log") });
    p.choice = make("div", { className: "choice", hidden: true });
    p.body = make("div", { className: "body", tabIndex: 0, role: "region", "aria-label": this.#say("log") }, p.choice, p.log);
    p.status = make("p", { className: "status", role: "status" });
    p.heard = make("div", { className: "unseen", role: "log", "aria-live": "polite" });
    p.person = make("button", { type: "button", textContent: this.#say("person"), title: this.#say("personKey"), "aria-keyshortcuts": "Alt+P", onclick: () => this.#press("person") });
    p.missed = make("button", { type: "button", textContent: this.#say("misunderstood"), onclick: () => this.#press("misunderstood") });
    p.text = make("textarea", { rows: 1, maxLength: LONGEST, "aria-label": this.#say("type"), placeholder: this.#say("type"), autocomplete: "off" });
    p.send = make("button", { type: "submit", className: "main", textContent: this.#say("send") });
    p.form = make("form", {}, p.text, p.send);
    p.tools = make("div", { className: "tools" }, p.person, p.missed);
    p.again = make("button", { type: "button", className: "main", textContent: this.#say("again"), onclick: () => this.#forget() });
    p.after = make("div", { className: "tools", hidden: true }, p.again);
    p.privacy = make("p", {});
    p.link = make("a", { textContent: this.#say("more"), target: "_blank", rel: "noopener", hidden: true });
    p.end = make("button", { type: "button", className: "plain", textContent: this.#say("end"), onclick: () => this.#askToEnd() });
    p.copy = make("button", { type: "button", className: "plain", textContent: this.#say("copy"), onclick: () => this.#copy() });
    p.ask = make("div", { className: "ask", role: "alertdialog", "aria-label": this.#say("endSure"), hidden: true });
    p.more = make("details", { className: "more" }, make("summary", { textContent: this.#say("privacy") }), p.privacy, p.link, make("div", {}, p.copy, p.end));
    const head = make("header", {}, p.title, p.close);
    p.panel = make("section", { className: "panel", role: inline ? "region" : "dialog", "aria-labelledby": "title", hidden: !inline },
      head, p.notice, p.body, p.status, p.ask, p.tools, p.form, p.after, p.more, p.heard);
    this.#root.append(p.launch, p.panel);
    p.form.addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    p.text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.#send(); }
    });
    p.text.addEventListener("input", () => { this.#keep(); this.#status(); });
    p.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !inline) this.#close();
      if (event.altKey && event.code === "KeyP") { event.preventDefault(); this.#press("person"); }
    });
    if (this.hasAttribute("open")) this.#open(false);
  }

  #open(focus) {
    this.#parts.panel.hidden = false;
    this.#parts.launch.hidden = true;
    this.#keep();
    if (focus) (this.#talk ? this.#parts.text : this.#parts.choice.querySelector("button") ?? this.#parts.text).focus();
    this.#listen();
  }

  #close() {
    this.#parts.panel.hidden = true;
    this.#parts.launch.hidden = false;
    this.#keep();
    this.#parts.launch.focus();
  }

  #showAbout() {
    const p = this.#parts, about = this.#about;
    p.title.textContent = this.#say("title", { organisation: about.organisation });
    p.notice.textContent = about.halted ? this.#say("halted") : about.notice;
    p.privacy.textContent = about.privacy.text;
    p.link.hidden = !about.privacy.url;
    if (about.privacy.url) p.link.href = about.privacy.url;
    const choosing = !this.#talk && (about.choose || about.halted);
    p.choice.hidden = !choosing;
    p.form.hidden = p.tools.hidden = choosing;
    if (choosing) this.#showChoice(about);
  }

  #showChoice(about) {
    const people = about.people;
    const busy = people.open ? (people.waiting ? this.#say("humanWait", { n: people.waiting }) : this.#say("humanNow")) : this.#say("humanLater", { hours: people.hours });
    const option = (who, title, text) => make("button", { type: "button", onclick: () => this.#begin(who) }, make("strong", { textContent: title }), make("span", { textContent: text }));
    this.#parts.choice.replaceChildren(
      make("p", { textContent: this.#say("choose"), id: "choose" }),
      ...(about.halted ? [] : [option("ai", this.#say("ai"), this.#say("aiAbout"))]),
      option("person", this.#say("human"), busy),
      about.phone ? make("p", { textContent: this.#say("call", { phone: about.phone }) }) : "",
    );
  }

  #show() {
    const p = this.#parts;
    const shown = [...this.#messages.values()].sort((one, other) => one.number - other.number);
    const rows = shown.map((message) => this.#row(message));
    if (this.#pending?.text && !shown.some((message) => message.key === this.#pending.key)) {
      rows.push(this.#row({ speaker: "customer", text: this.#pending.text, note: this.#say("sending") }));
    }
    if (this.writing) rows.push(this.#row({ speaker: "bot", text: this.writing }));
    p.log.replaceChildren(...rows);
    p.body.scrollTop = p.body.scrollHeight;
    const ended = this.#state.in_charge === "closed";
    p.missed.hidden = this.#state.in_charge !== "bot";
    p.person.hidden = this.#state.in_charge !== "bot";
    p.form.hidden = p.tools.hidden = ended || !p.choice.hidden;
    p.after.hidden = !ended;
    this.#status();
  }

  #row(message) {
    const names = { customer: this.#say("you"), bot: this.#say("bot"), balie: this.#say("balie"), person: message.name || this.#say("personName") };
    const icons = { customer: "", bot: "▣ ", balie: "", person: "● " };
    const pressed = message.speaker === "customer" && (message.kind === "person" || message.kind === "misunderstood");
    const text = pressed ? this.#say(message.kind) : message.text;
    const time = message.at ? new Date(message.at).toLocaleTimeString(this.language, { hour: "2-digit", minute: "2-digit" }) : message.note ?? "";
    const who = make("span", { className: "who" }, make("span", { "aria-hidden": "true", textContent: icons[message.speaker] }), `${names[message.speaker]} ${time}`);
    return make("li", { className: message.kind === "emergency" ? `${message.speaker} emergency` : message.speaker }, who, ...linked(text));
  }

  #status = () => {
    const p = this.#parts, state = this.#state, left = LONGEST - p.text.value.length;
    let words = "";
    if (!navigator.onLine || this.#tries > 1) words = this.#say("offline");
    else if (state.in_charge === "waiting") {
      words = [this.#say("waiting"), state.position ? this.#say("position", { position: state.position }) : "", state.seconds ? this.#say("wait", { minutes: Math.max(1, Math.round(state.seconds / 60)) }) : ""].join(" ");
    } else if (state.in_charge === "person") words = this.#say("withPerson");
    else if (state.in_charge === "closed") words = this.#say("ended");
    else if (this.#busy) words = this.#say("typing");
    else if (left < 200) words = this.#say("tooLong", { n: left });
    if (p.status.textContent !== words) p.status.textContent = words;
  };

  #announce(message) {
    if (message.speaker === "customer") return;
    const names = { bot: this.#say("bot"), balie: this.#say("balie"), person: message.name || this.#say("personName") };
    this.#parts.heard.append(make("p", { textContent: `${names[message.speaker]}: ${message.text}` }));
    while (this.#parts.heard.children.length > 20) this.#parts.heard.firstChild.remove();
  }

  // --- Talking to Balie

  async #ask(path, options = {}) {
    const headers = { "Content-Type": "application/json", ...(this.#talk ? { Authorization: `Bearer ${this.#talk.token}` } : {}), ...options.headers };
    const answer = await fetch(`${this.server}${path}`, { ...options, headers, credentials: "omit" });
    if (answer.ok) return answer;
    if (answer.status === 410 || answer.status === 401) this.#forget();
    const told = await answer.json().catch(() => ({}));
    const words = told.error?.message?.[this.language === "nl" ? "nl" : "en"];
    throw Object.assign(new Error(words || this.#say("failed")), { lasting: answer.status < 500 && answer.status !== 429 });
  }

  async #load() {
    try {
      const answer = await this.#ask(`/v1/widget/${encodeURIComponent(this.getAttribute("gate"))}?lang=${this.language}`);
      this.#about = await answer.json();
      const spoken = this.#about.languages;
      if (spoken.length && !spoken.includes(this.language)) this.#speak(spoken[0]);
      this.#showAbout();
      if (this.#talk) await this.#resume();
    } catch (problem) {
      this.#parts.status.textContent = problem.lasting ? problem.message : this.#say("offline");
      if (!problem.lasting) setTimeout(() => this.#load(), PAUSES[Math.min(this.#tries++, PAUSES.length - 1)]);
    }
  }

  /** Go on in a language that the bot has. */
  #speak(language) {
    this.language = language;
    this.#root.replaceChildren();
    this.#draw();
    this.#remember();
  }

  async #begin(who) {
    if (this.#busy) return;
    this.#busy = true;
    this.beginKey ??= crypto.randomUUID();
    try {
      const body = JSON.stringify({ language: this.language, with: who, key: this.beginKey });
      const answer = await this.#ask(`/v1/widget/${encodeURIComponent(this.getAttribute("gate"))}/conversations`, { method: "POST", body });
      const told = await answer.json();
      this.#talk = { id: told.id, token: told.token };
      this.#state = told.state;
      told.messages.forEach((message) => this.#take(message));
      this.#showAbout();
      this.#keep();
      this.#parts.text.focus();
    } catch (problem) {
      this.#parts.status.textContent = problem.message;
    } finally {
      this.#busy = false;
      this.#show();
      this.#listen();
    }
  }

  async #resume() {
    const answer = await this.#ask(`/v1/conversations/${this.#talk.id}/messages?after=0`);
    const told = await answer.json();
    told.messages.forEach((message) => this.#messages.set(message.number, message));
    this.#state = told.state;
    this.#show();
    if (this.#pending) this.#deliver();
    this.#listen();
  }

  async #send() {
    const text = this.#parts.text.value.trim();
    if (!text || this.#pending) return;
    this.#pending = { key: crypto.randomUUID(), kind: "text", text };
    this.#parts.text.value = "";
    this.#keep();
    if (!this.#talk) await this.#begin("ai");
    this.#deliver();
  }

  async #press(kind) {
    if (this.#pending || this.#busy) {
      this.#next = kind;
      return;
    }
    this.#pending = { key: crypto.randomUUID(), kind, text: "" };
    if (!this.#talk) {
      await this.#begin(kind === "person" ? "person" : "ai");
      if (kind === "person") { this.#pending = null; return; }
    }
    this.#deliver();
  }

  /** Send what is pending until it is there; the same key again is never a second turn. */
  async #deliver() {
    if (this.#busy || !this.#pending || !this.#talk) return;
    this.#busy = true;
    this.writing = "";
    this.#show();
    let done = false;
    try {
      const answer = await this.#ask(`/v1/conversations/${this.#talk.id}/turns`, { method: "POST", body: JSON.stringify(this.#pending), headers: { Accept: "text/event-stream" } });
      done = await this.#read(answer);
      if (!done) throw new Error(this.#say("failed"));
      this.#tries = 0;
      this.#pending = null;
    } catch (problem) {
      if (problem.lasting) {
        this.#parts.text.value = this.#pending?.text ?? "";
        this.#pending = null;
        this.#parts.status.textContent = problem.message;
      } else setTimeout(() => this.#deliver(), PAUSES[Math.min(this.#tries++, PAUSES.length - 1)]);
    } finally {
      this.#busy = false;
      this.writing = "";
      this.#keep();
      this.#show();
    }
    if (this.#next && !this.#pending) {
      const kind = this.#next;
      this.#next = null;
      this.#press(kind);
    }
  }

  #online = () => {
    this.#tries = 0;
    this.#deliver();
    this.#listen();
    this.#status();
  };

  /** Read a stream of events; say whether it came to its end. */
  async #read(answer) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "", done = false;
    for (;;) {
      const { value, done: over } = await reader.read();
      if (over) return done;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const name = /^event: (.*)$/m.exec(block)?.[1], data = /^data: (.*)$/m.exec(block)?.[1];
        if (!name || !data) continue;
        const told = JSON.parse(data);
        if (name === "message") { this.writing = told.speaker === "customer" ? this.writing : ""; this.#take(told); }
        if (name === "piece") { this.writing += told.text; this.#show(); }
        if (name === "state") { this.#state = told; this.#show(); }
        if (name === "done") done = true;
      }
    }
  }

  #take(message) {
    if (!this.#messages.has(message.number)) this.#announce(message);
    this.#messages.set(message.number, message);
    this.#show();
  }

  /** Hear what comes by itself: from a person, or from another tab. */
  async #listen() {
    if (!this.#talk || this.#listening || this.#parts.panel.hidden) return;
    const stop = (this.#listening = new AbortController());
    let tries = 0;
    while (this.#talk && !stop.signal.aborted && !this.#parts.panel.hidden) {
      try {
        const last = Math.max(0, ...this.#messages.keys());
        const answer = await this.#ask(`/v1/conversations/${this.#talk.id}/events`, { signal: stop.signal, headers: { "Last-Event-ID": String(last), Accept: "text/event-stream" } });
        tries = 0;
        await this.#read(answer);
      } catch (problem) {
        if (problem.lasting || stop.signal.aborted) break;
        await new Promise((wake) => setTimeout(wake, PAUSES[Math.min(tries++, PAUSES.length - 1)]));
      }
    }
    this.#listening = null;
  }

  #askToEnd() {
    const ask = this.#parts.ask;
    const no = make("button", { type: "button", textContent: this.#say("no"), onclick: () => { ask.hidden = true; this.#parts.text.focus(); } });
    const yes = make("button", { type: "button", textContent: this.#say("yes"), onclick: () => { ask.hidden = true; this.#end(); } });
    ask.replaceChildren(make("span", { textContent: this.#say("endSure") }), no, yes);
    ask.hidden = false;
    no.focus();
  }

  /** Tell that the customer is done, even when the page closes right after; then begin anew. */
  #end() {
    const body = JSON.stringify({ key: crypto.randomUUID(), kind: "end" });
    if (this.#talk) this.#ask(`/v1/conversations/${this.#talk.id}/turns`, { method: "POST", body, keepalive: true }).catch(() => {});
    this.#forget();
  }

  #forget() {
    this.#listening?.abort();
    this.#listening = null;
    this.#talk = this.#pending = this.#next = null;
    this.beginKey = undefined;
    this.#messages.clear();
    this.#state = { in_charge: "bot" };
    this.#parts.more.open = false;
    this.#keep();
    if (this.#about) this.#showAbout();
    this.#show();
    (this.#parts.choice.querySelector("button") ?? this.#parts.text).focus();
  }

  async #copy() {
    const names = { customer: this.#say("you"), bot: this.#say("bot"), balie: this.#say("balie") };
    const text = [...this.#messages.values()].map((m) => `${m.at.slice(0, 16).replace("T", " ")} ${names[m.speaker] ?? m.name ?? this.#say("personName")}: ${m.text}`).join("\n");
    await navigator.clipboard?.writeText(text);
    this.#parts.status.textContent = this.#say("copied");
  }
}

if (!customElements.get("balie-chat")) customElements.define("balie-chat", BalieChat);
