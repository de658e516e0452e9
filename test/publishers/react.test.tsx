/** @jsxImportSource react */
import { renderToString } from 'react-dom/server'
import { expect, it } from 'vitest'
import { PlacardEmbed } from '../../public/publishers/react/PlacardEmbed.tsx'

const bridge = { server: 'https://pictures.example', code: 'C6aHDKgAQA', fallback: 'The bridge at dusk · Zoë Łęcka · CC BY 4.0' }

it('renders on a server a link that says the whole credit', () => {
  expect(renderToString(<PlacardEmbed {...bridge} />)).toBe(
    '<placard-embed code="C6aHDKgAQA"><a href="https://pictures.example/p/C6aHDKgAQA/">The bridge at dusk · Zoë Łęcka · CC BY 4.0</a></placard-embed>',
  )
})

it('says theme, language and caption as the element wants them', () => {
  expect(renderToString(<PlacardEmbed {...bridge} theme="dark" lang="de" caption={false} />)).toContain(
    '<placard-embed code="C6aHDKgAQA" theme="dark" lang="de" caption="off"><a href="https://pictures.example/p/C6aHDKgAQA/" hrefLang="de">',
  )
})

it('takes the address of the server with its slash too, and escapes what it is given', () => {
  const html = renderToString(<PlacardEmbed server="https://pictures.example/" code={'"/><b>'} fallback="<script>" />)
  expect(html).toContain('href="https://pictures.example/p/%22%2F%3E%3Cb%3E/"')
  expect(html).toContain('>&lt;script&gt;<')
})
