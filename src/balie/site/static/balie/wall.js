// Keeps the wallboard up to date without leaving the page; without a connection the old figures stay, with their time.
setInterval(async () => {
  const answer = await fetch(location.href).catch(() => null)
  if (!answer?.ok || answer.redirected) return
  const wall = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.wall')
  if (wall) document.querySelector('.wall').replaceChildren(...wall.childNodes)
}, 15000)
