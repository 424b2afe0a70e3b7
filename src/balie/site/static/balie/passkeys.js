// Shows the buttons for passkeys where the browser knows them, and says so when something went wrong with one.
(function () {
  const show = (name, shown) => document.querySelectorAll(`[${name}]`).forEach(element => { element.hidden = !shown })
  document.addEventListener('DOMContentLoaded', () => {
    if (!window.PublicKeyCredential) return
    show('data-passkey', true)
    show('data-passkey-without', false)
  })
  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    show('data-passkey-trouble', true)
  })
})()
