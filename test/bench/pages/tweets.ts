import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import { Tweet } from 'react-tweet'

// What a publisher with a client-rendered page has: one component for each tweet; its data comes from an address that the page names.
const main = document.querySelector('main')
if (main) {
  const ids = Array.from({ length: Number(main.dataset.count) }, (_, place) => String(1000 + place))
  createRoot(main).render(ids.map((id) => createElement(Tweet, { key: id, id, apiUrl: `/tweet/${id}` })))
}
