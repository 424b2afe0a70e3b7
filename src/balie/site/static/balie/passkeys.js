// Makes the buttons for passkeys work where the browser knows them, and says so when something went wrong with one.
// A passkey belongs to a name: browsers refuse them at an address that is a number, such as 127.0.0.1.
(function () {
  const show = (name, shown) => document.querySelectorAll(`[${name}]`).forEach(element => { element.hidden = !shown })
  const numbered = /^[\d.]+$|^\[/.test(window.location.hostname)
  document.addEventListener('DOMContentLoaded', () => {
    if (!window.PublicKeyCredential || numbered) return
    document.querySelectorAll('[data-way]').forEach(button => {
      const { way, names, credential, passwordless } = button.dataset
      const data = document.getElementById('js_data') ? 'js_data' : undefined
      window.allauth.webauthn.forms[way]({ ids: { [names]: button.id, credential, passwordless, data } })
    })
    show('data-passkey', true)
    show('data-passkey-without', false)
  })
  document.addEventListener('allauth.error', event => {
    event.preventDefault()
    show('data-passkey-trouble', true)
  })
})()
