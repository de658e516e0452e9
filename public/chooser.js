// Opens the chooser of embed codes: the server makes each code and its preview, this only asks for them. Without it every code still stands on the page.
;(() => {
  const dialog = document.getElementById('chooser')
  const opener = document.querySelector('[data-opens="chooser"]')
  if (!dialog?.showModal || !opener) return

  const find = (selector) => dialog.querySelector(selector)
  const fields = [...dialog.querySelectorAll('[name]')]
  const [form, width] = [find('[name="form"]'), find('[name="maxwidth"]')]
  const [code, status] = [find('textarea'), find('[role="status"]')]
  let frame = find('iframe')
  let asking

  opener.hidden = false
  opener.addEventListener('click', () => {
    dialog.showModal()
    void update()
  })
  find('[data-closes]').addEventListener('click', () => dialog.close())
  // The backdrop belongs to the dialog itself, its content to what is in it.
  dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
  dialog.addEventListener('change', update)

  async function update() {
    for (const hint of dialog.querySelectorAll('[data-form]')) hint.hidden = hint.dataset.form !== form.value
    width.disabled = form.selectedOptions[0].dataset.without === 'maxwidth'
    asking?.abort()
    asking = new AbortController()
    try {
      show(await ask(asking.signal))
    } catch (error) {
      if (error.name !== 'AbortError') status.textContent = status.dataset.failed
    }
  }

  async function ask(signal) {
    const answer = await fetch(`${dialog.dataset.source}?${new URLSearchParams(chosen())}`, { signal, credentials: 'omit' })
    if (!answer.ok) throw new Error(`Expected a code but received ${answer.status}`)
    return (await answer.json()).data
  }

  function chosen() {
    const isMeant = ({ type, checked, disabled, value, validity }) =>
      !disabled && validity.valid && value !== '' && (type !== 'checkbox' || !checked)
    return fields.filter(isMeant).map(({ name, value }) => [name, value])
  }

  function show({ text, width, height, preview }) {
    status.textContent = ''
    code.value = text
    if (frame.src === preview) return
    // A new frame each time: the back button stays with the page.
    const next = frame.cloneNode()
    Object.assign(next, { src: preview, width, height })
    frame.replaceWith(next)
    frame = next
  }
})()
