// Makes the buttons for passkeys work where the browser knows them, and says so when something went wrong with one.
(function () {
  const show = (name, shown) => document.querySelectorAll(`[${name}]`).forEach(element => { element.hidden = !shown })
  document.addEventListener('DOMContentLoaded', () => {
    if (!window.PublicKeyCredential) return
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
