import { expect, it } from 'vitest'
import { linksFor } from '../../../server/core/identity/links.ts'
import { bridge } from '../../fixtures/media.ts'

it('names every public address of a media, below the base URL', () => {
  const { thumbnail, credited, track, ...links } = linksFor('https://placard.example/base', { ...bridge, revision: 7 })
  expect(links).toEqual({
    video: 'https://placard.example/base/v/C6aHDKgAQA/7/video.mp4',
    permalink: 'https://placard.example/base/p/C6aHDKgAQA/',
    frame: 'https://placard.example/base/p/C6aHDKgAQA/embed/',
    captionedFrame: 'https://placard.example/base/p/C6aHDKgAQA/embed/captioned/',
    preview: 'https://placard.example/base/p/C6aHDKgAQA/preview/',
    oembedJson: 'https://placard.example/base/oembed?url=https%3A%2F%2Fplacard.example%2Fbase%2Fp%2FC6aHDKgAQA%2F&format=json',
    oembedXml: 'https://placard.example/base/oembed?url=https%3A%2F%2Fplacard.example%2Fbase%2Fp%2FC6aHDKgAQA%2F&format=xml',
  })
  expect(thumbnail({ width: 640, format: 'webp' })).toBe('https://placard.example/base/t/C6aHDKgAQA/7/640.webp')
  expect(credited(640)).toBe('https://placard.example/base/t/C6aHDKgAQA/7/credit/640.jpg')
  expect(track('en-GB')).toBe('https://placard.example/base/v/C6aHDKgAQA/7/en-GB.vtt')
  expect(thumbnail({ width: 150, format: 'webp' }, 1)).toBe('https://placard.example/base/t/C6aHDKgAQA/7/150.webp')
  expect(thumbnail({ width: 150, format: 'webp' }, 12)).toBe('https://placard.example/base/t/C6aHDKgAQA/7/12/150.webp')
})
