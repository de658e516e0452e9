// Opens the chooser of embed codes: the server makes each code and its preview, this only asks for them. Without it every code still stands on the page.
// biome-ignore lint/suspicious/noRedundantUseStrict: it is a classic script, in whose block functions would be the window's
'use strict'
{
  const dialog = document.getElementById('chooser')
  const find = (selector) => dialog.querySelector(selector)
  const [form, width, status] = [find('[name="form"]'), find('[name="maxwidth"]'), find('[role="status"]')]
  let asking

  if (dialog.showModal) offer(document.querySelector('[data-opens="chooser"]'))

  function offer(opener) {
    opener.hidden = false
    opener.addEventListener('click', () => {
      dialog.showModal()
      void update()
    })
    find('[data-closes]').addEventListener('click', () => dialog.close())
    // The backdrop belongs to the dialog itself, its content to what is in it.
    dialog.addEventListener('click', ({ target }) => target === dialog && dialog.close())
    dialog.addEventListener('change', update)
  }

  async function update() {
    for (const hint of dialog.querySelectorAll('[data-form]')) hint.hidden = hint.dataset.form !== form.value
    width.disabled = form.selectedOptions[0].dataset.without === 'maxwidth'
    asking?.abort()
    asking = new AbortController()
    try {
      await show(asking.signal)
    } catch (error) {
      if (error.name !== 'AbortError') status.textContent = status.dataset.failed
    }
  }

  async function show(signal) {
    const code = await ask(chosen(), signal)
    const seen = await fitted(code, signal)
    status.textContent = ''
    find('textarea').value = code.text
    showPreview(seen)
  }

  /** What is seen of the code where it has less room than it asks for: its height is not that of its full width. */
  async function fitted(code, signal) {
    const room = Math.max(find('.seen').clientWidth, width.min)
    return code.width > room ? await ask({ ...chosen(), maxwidth: room }, signal) : code
  }

  async function ask(choice, signal) {
    const answer = await fetch(`${dialog.dataset.source}?${new URLSearchParams(choice)}`, { signal, credentials: 'omit' })
    if (!answer.ok) throw new Error(`Expected a code but received ${answer.status}`)
    return (await answer.json()).data
  }

  function chosen() {
    const isMeant = ({ type, checked, disabled, value, validity }) =>
      !disabled && validity.valid && value !== '' && (type !== 'checkbox' || !checked)
    const fields = [...dialog.querySelectorAll('[name]')].filter(isMeant)
    return Object.fromEntries(fields.map(({ name, value }) => [name, value]))
  }

  function showPreview({ preview, width, height }) {
    const frame = find('iframe')
    if (frame.src === preview) return
    // A new frame each time: the back button stays with the page.
    const next = frame.cloneNode()
    Object.assign(next, { src: preview, width, height })
    frame.replaceWith(next)
  }
}
