// Keeps the inbox up to date, sends what is written without leaving the page, and gives every button a key.
// Without it the pages work by their forms alone; they only do not stay up to date.
(function () {
  'use strict'
  const $ = (name) => document.getElementById(name)
  const desk = $('desk')
  const mark = () => [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, '0')).join('')

  // Signals: a short tone, and a message of the browser.
  function tone () {
    try {
      const sound = new AudioContext(), source = sound.createOscillator(), level = sound.createGain()
      source.frequency.value = 660
      level.gain.setValueAtTime(0.15, sound.currentTime)
      level.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + 0.6)
      source.connect(level).connect(sound.destination)
      source.start()
      source.stop(sound.currentTime + 0.6)
    } catch { /* a browser without sound */ }
  }
  function message (words) {
    if (window.Notification?.permission === 'granted') new Notification('Balie', { body: words, tag: 'balie-waits' })
  }

  const trial = $('try')
  if (trial) {
    trial.hidden = false
    trial.addEventListener('click', async () => {
      tone()
      if (window.Notification && (await Notification.requestPermission()) === 'granted') message(trial.dataset.waits)
    })
  }
  if (!desk) return

  const { talk } = desk.dataset
  const title = document.title
  let last = Number(desk.dataset.last), version = null, asked = null, fetching = null, again = false

  // --- What the server tells

  async function part (address) {
    const answer = await fetch(address, { headers: { 'X-Balie': 'script' } })
    if (answer.redirected || !answer.ok) throw new Error(String(answer.status))
    return answer.text()
  }

  async function lists (counts) {
    document.title = counts.waiting ? `(${counts.waiting}) ${title}` : title
    if (asked !== null && counts.asked > asked && counts.waiting) {
      if (desk.dataset.sound) tone()
      if (desk.dataset.notify) message(desk.dataset.waits)
      say(desk.dataset.waits)
    }
    asked = counts.asked
    const box = $('lists'), focused = box.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null
    const open = [...box.querySelectorAll('details')].map((one) => one.open)
    box.innerHTML = await part(`${desk.dataset.list}?talk=${talk}`)
    box.querySelectorAll('details').forEach((one, at) => { if (open[at] !== undefined) one.open = open[at] })
    if (focused) [...box.querySelectorAll('a')].find((one) => one.getAttribute('href') === focused)?.focus()
  }

  function changed (told) {
    if (!talk) return
    const others = [...told.typing.map((who) => desk.dataset.types.replace('{who}', who)),
      ...told.looking.filter((who) => !told.typing.includes(who)).map((who) => desk.dataset.looks.replace('{who}', who))].join('. ')
    if ($('others').textContent !== others) $('others').textContent = others
    if (version !== told.version) {
      version = told.version
      news()
    }
  }

  // One look at a time; a change during it asks for one more.
  async function news () {
    if (fetching) { again = true; return }
    fetching = true
    try {
      do {
        again = false
        show(await part(`/desk/${talk}/news/?after=${last}&stands=${desk.dataset.stands}`))
      } while (again)
    } catch { $('cut-off').hidden = false } finally { fetching = false }
  }

  function show (html) {
    const box = document.createElement('div')
    box.innerHTML = html
    const of = (name) => box.querySelector(`[data-part="${name}"]`)
    const lines = $('lines'), follows = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 80
    const fresh = [...of('lines').content.querySelectorAll('li')].filter((one) => Number(one.dataset.sequence) > last)
    lines.append(...fresh)
    fresh.filter((one) => one.matches('.customer, .event, .note')).forEach((one) => say(one.innerText.trim() || one.textContent.trim()))
    last = Math.max(last, Number(of('last').content.textContent))
    if (follows) lines.scrollTop = lines.scrollHeight
    if (!of('stands')) return
    desk.dataset.stands = of('stands').content.textContent
    const before = $('compose').querySelector('#reply') !== null, after = of('compose').content.querySelector('#reply') !== null
    swap('head', of('head'))
    if (!$('side').contains(document.activeElement) && ![...$('side').querySelectorAll('details, select')].some((one) => one.open || one.value)) swap('side', of('side'))
    if (before !== after) { swap('compose', of('compose')); ready() }
  }

  function swap (name, template) {
    const now = $(name), then = document.createElement('div')
    then.append(template.content.cloneNode(true))
    const token = now.querySelector('[name=csrfmiddlewaretoken]')?.value
    if (token) then.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((one) => { one.value = token })
    if (now.innerHTML.trim() !== then.innerHTML.trim()) now.replaceChildren(...then.childNodes)
  }

  // A screen reader hears what is new, once.
  function say (words) {
    const heard = $('heard')
    if (!heard) return
    const line = document.createElement('span')
    line.textContent = `${words} `
    heard.append(line)
    setTimeout(() => line.remove(), 8000)
  }

  function listen () {
    const source = new EventSource(`${desk.dataset.live}?talk=${talk}`)
    source.addEventListener('open', () => { $('cut-off').hidden = true; if (talk) news() })
    source.addEventListener('error', () => { $('cut-off').hidden = false })
    source.addEventListener('lists', (event) => { lists(JSON.parse(event.data)).catch(() => { $('cut-off').hidden = false }) })
    source.addEventListener('talk', (event) => { const told = JSON.parse(event.data); if (told.version !== undefined) changed(told) })
    window.addEventListener('pagehide', () => source.close())
    window.addEventListener('pageshow', (event) => { if (event.persisted) location.reload() })
  }

  // --- What a colleague writes

  const draft = (name) => `balie-desk-${talk}-${name}`
  function ready () {
    for (const name of ['reply', 'note']) {
      const form = $(name), text = $(`${name}-text`)
      if (!form || form.dataset.ready) continue
      form.dataset.ready = 'yes'
      text.value = text.value || sessionStorage.getItem(draft(name)) || ''
      text.addEventListener('input', () => { sessionStorage.setItem(draft(name), text.value); if (name === 'reply') types() })
      form.addEventListener('submit', (event) => { event.preventDefault(); send(form, text, name) })
    }
    $('reply-text')?.addEventListener('input', offer)
    $('reply-text')?.addEventListener('keydown', choose)
  }

  async function send (form, text, name) {
    const words = text.value.trim(), wrong = $(`${name}-wrong`)
    if (!words || form.dataset.busy) return
    form.dataset.busy = 'yes'
    if (form.elements.key && !form.elements.key.value) form.elements.key.value = mark()
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { 'X-Balie': 'script' } })
      if (answer.status !== 204) {
        wrong.textContent = answer.status === 409 ? (await answer.json()).message : desk.dataset.lost
      } else {
        wrong.textContent = ''
        text.value = ''
        sessionStorage.removeItem(draft(name))
        if (form.elements.key) form.elements.key.value = ''
        text.focus()
        news()
      }
    } catch { wrong.textContent = desk.dataset.lost } finally { delete form.dataset.busy }
  }

  let typed = 0
  function types () {
    if (Date.now() - typed < 3000) return
    typed = Date.now()
    const body = new FormData()
    body.append('csrfmiddlewaretoken', $('reply').elements.csrfmiddlewaretoken.value)
    fetch(`/desk/${talk}/types/`, { method: 'POST', body, headers: { 'X-Balie': 'script' } }).catch(() => {})
  }

  // Ready answers: after a slash, by the beginning of their word; several may go in one message.
  const answers = JSON.parse($('ready-answers').textContent)
  const language = desk.dataset.language === 'nl' ? 'nl' : 'en'
  function slash (text) {
    const found = /(?:^|\s)\/([a-z0-9-]*)$/i.exec(text.value.slice(0, text.selectionStart))
    return found ? found[1].toLowerCase() : null
  }
  function offer () {
    const text = $('reply-text'), box = $('ready'), begun = slash(text)
    const fitting = begun === null ? [] : answers.filter((one) => one.word.startsWith(begun) && (one[language] || one.nl || one.en)).slice(0, 8)
    box.replaceChildren(...fitting.map((one, at) => {
      const row = document.createElement('li')
      row.id = `ready-${at}`
      row.setAttribute('role', 'option')
      row.setAttribute('aria-selected', String(at === 0))
      row.textContent = `/${one.word}: ${one[language] || one.nl || one.en}`
      row.addEventListener('mousedown', (event) => { event.preventDefault(); put(one) })
      row.answer = one
      return row
    }))
    box.hidden = !fitting.length
    text.setAttribute('aria-expanded', String(!box.hidden))
    if (box.hidden) text.removeAttribute('aria-activedescendant')
    else text.setAttribute('aria-activedescendant', 'ready-0')
  }
  function put (one) {
    const text = $('reply-text'), at = text.selectionStart, begun = slash(text) ?? ''
    const words = one[language] || one.nl || one.en
    text.setRangeText(words, at - begun.length - 1, at, 'end')
    text.dispatchEvent(new Event('input'))
  }
  function choose (event) {
    const box = $('ready'), rows = [...box.children]
    if (box.hidden) return
    const now = rows.findIndex((one) => one.getAttribute('aria-selected') === 'true')
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      const next = rows[(now + step + rows.length) % rows.length]
      rows.forEach((one) => one.setAttribute('aria-selected', String(one === next)))
      $('reply-text').setAttribute('aria-activedescendant', next.id)
      next.scrollIntoView({ block: 'nearest' })
    } else if ((event.key === 'Enter' && !event.ctrlKey) || event.key === 'Tab') put(rows[now].answer)
    else if (event.key === 'Escape') box.hidden = true
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  // --- Keys

  const press = (name) => $(name)?.requestSubmit()
  const write = (name) => { const text = $(`${name}-text`); if (text) { text.closest('details')?.setAttribute('open', ''); text.focus() } }
  function step (by) {
    const links = [...$('lists').querySelectorAll('a')].filter((one) => one.checkVisibility())
    const now = links.indexOf(document.activeElement), here = links.findIndex((one) => one.hasAttribute('aria-current'))
    links[Math.min(links.length - 1, Math.max(0, (now >= 0 ? now : here) + by))]?.focus()
  }
  const keys = {
    n: () => press('next'), t: () => press('take'), r: () => write('reply'), i: () => write('note'), b: () => press('return'),
    j: () => step(1), k: () => step(-1), '?': () => $('help').showModal(),
    d: () => { const how = $('how'); if (how?.value) press('close'); else how?.focus() },
  }
  document.addEventListener('keydown', (event) => {
    const typing = event.target.matches('input, textarea, select')
    if (event.key === 'Enter' && event.ctrlKey && event.target.form) { event.preventDefault(); event.target.form.requestSubmit(); return }
    if (typing && event.key === 'Escape') { event.target.blur(); return }
    if (typing || event.ctrlKey || event.metaKey || event.altKey || $('help').open) return
    if (keys[event.key]) { event.preventDefault(); keys[event.key]() }
  })
  $('keys').hidden = false
  $('keys').addEventListener('click', () => $('help').showModal())

  ready()
  if ($('lines')) $('lines').scrollTop = $('lines').scrollHeight
  listen()
})()
