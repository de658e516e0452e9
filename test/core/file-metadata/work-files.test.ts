import { describe, expect, it } from 'vitest'
import { groupFiles, isCarouselName, type VideoNames } from '../../../server/core/file-metadata/work-files.ts'

describe('groupFiles', () => {
  it.each([
    ['x.jpg.xmp before x.xmp', ['x.jpg', 'x.xmp', 'x.jpg.xmp'], 'x.jpg.xmp'],
    ['x.xmp', ['x.jpg', 'x.xmp'], 'x.xmp'],
    ['an ending that shouts', ['x.JPG', 'x.XMP'], 'x.XMP'],
    ['a quiet ending before one that shouts', ['x.jpg', 'x.XMP', 'x.xmp'], 'x.xmp'],
    ['nothing of a longer name', ['x.jpg', 'xy.xmp', 'x.jpg.old.xmp'], undefined],
  ])('gives a picture its sidecar: %s', (_name, names, sidecar) => {
    expect(groupFiles(names)).toEqual([{ kind: 'picture', name: names[0], ...(sidecar !== undefined && { sidecar }) }])
  })

  it.each([
    ['clip.mp4.jpg', ['clip.mp4.jpg', 'clip.poster.jpg']],
    ['clip.poster.png', ['clip.poster.png', 'clip.jpg']],
    ['clip.MP4.JPG', ['clip.MP4.JPG']],
    ['clip.mp4.webp', ['clip.mp4.webp']],
    ['clip.poster.avif', ['clip.poster.avif']],
    [undefined, ['clip.jpg', 'clip.poster.gif', 'clip2.poster.jpg']],
  ])('gives a video its poster: %s', (poster, names) => {
    const film = names[0]?.includes('MP4') ? 'clip.MP4' : 'clip.mp4'
    const video = groupFiles([film, ...names]).find(({ kind }) => kind === 'video') as VideoNames
    expect(video.poster?.name).toBe(poster)
  })

  it.each([
    ['clip.en.vtt', { lang: 'en', kind: 'captions' }],
    ['clip.mp4.en.vtt', { lang: 'en', kind: 'captions' }],
    ['clip.EN-gb.VTT', { lang: 'en-GB', kind: 'captions' }],
    ['clip.zh-Hant.subtitles.vtt', { lang: 'zh-Hant', kind: 'subtitles' }],
    ['clip.en.captions.vtt', { lang: 'en', kind: 'captions' }],
  ])('reads language and kind of %s', (name, track) => {
    expect(groupFiles(['clip.mp4', name])).toEqual([{ kind: 'video', name: 'clip.mp4', tracks: [{ name, ...track }], notes: [] }])
  })

  it.each([
    ['clip.vtt', /its name must tell its language/],
    ['clip.english.vtt', /its name must tell its language/],
    ['clip.en.srt', /captions must be WebVTT; convert them/],
    ['clip.srt', /captions must be WebVTT/],
  ])('tells the owner that %s is not used', (name, note) => {
    const [video] = groupFiles(['clip.mp4', name]) as readonly VideoNames[]
    expect(video?.tracks).toEqual([])
    expect(video?.notes).toHaveLength(1)
    expect(video?.notes[0]).toMatch(note)
  })

  it('takes one track for each language', () => {
    const [video] = groupFiles(['clip.mp4', 'clip.mp4.en.vtt', 'clip.en.vtt']) as readonly VideoNames[]
    expect(video?.tracks).toEqual([{ name: 'clip.mp4.en.vtt', lang: 'en', kind: 'captions' }])
    expect(video?.notes).toEqual(['clip.en.vtt is passed over: there is another file of the same language'])
  })

  it('finds the sidecars of 50,000 pictures at once', () => {
    const names = Array.from({ length: 50_000 }, (_, index) => [`2026.01.01 ${index}.jpg`, `2026.01.01 ${index}.xmp`]).flat()
    const groups = groupFiles(names)
    expect(groups).toHaveLength(50_000)
    expect(groups.at(-1)).toEqual({ kind: 'picture', name: '2026.01.01 49999.jpg', sidecar: '2026.01.01 49999.xmp' })
  })
})

it.each([
  ['day.carousel', true],
  ['Day.CAROUSEL', true],
  ['.carousel', false],
  ['carousel', false],
  ['day.carousel.old', false],
])('the folder %s is one work: %s', (name, isCarousel) => {
  expect(isCarouselName(name)).toBe(isCarousel)
})
