// Reveals the copy buttons of a page and makes them work. Without it every text can still be selected and copied by hand.
;(() => {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const field = document.getElementById(button.dataset.copy)
    if (field === null) continue
    button.hidden = false
    button.addEventListener('click', () => copy(button, field))
    field.addEventListener('focus', () => field.select())
  }

  async function copy(button, field) {
    const isCopied = await writeText(field)
    const label = field.labels[0].textContent
    // While a dialog is open nothing outside of it is heard, and nothing in it while it is closed.
    const announcer = button.closest('dialog')?.querySelector('[data-copied]') ?? document.getElementById('copied')
    button.classList.toggle('copied', isCopied)
    // An announcer that already says the same stays silent, so it is emptied first.
    announcer.textContent = ''
    setTimeout(() => {
      announcer.textContent = announcer.dataset[isCopied ? 'copied' : 'selected'].replace('{label}', () => label)
    }, 50)
    setTimeout(() => button.classList.remove('copied'), 2000)
  }

  // The clipboard needs https, or localhost, and permission; the selection works everywhere.
  async function writeText(field) {
    try {
      await navigator.clipboard.writeText(field.value)
      return true
    } catch {
      field.focus()
      field.select()
      return document.execCommand('copy')
    }
  }
})()
