import { describe, expect, it } from 'vitest'
import { buildCardPicture } from '../../../server/core/card/card-picture.ts'
import { linksFor } from '../../../server/core/identity/links.ts'
import { bridge, cutout, panorama } from '../../fixtures/media.ts'

const pictureOf = (media: typeof bridge) => buildCardPicture(media, linksFor('https://placard.example', media))

describe('buildCardPicture', () => {
  it('offers every width in WebP and JPEG, and a plain source as wide as a card', () => {
    const at = (name: string) => `https://placard.example/t/C6aHDKgAQA/1/${name}`
    expect(pictureOf(bridge)).toEqual({
      src: at('640.jpg'),
      srcset: `${at('320.jpg')} 320w, ${at('480.jpg')} 480w, ${at('640.jpg')} 640w, ${at('960.jpg')} 960w, ${at('1280.jpg')} 1280w, ${at('1920.jpg')} 1920w`,
      sources: [
        {
          type: 'image/webp',
          srcset: `${at('320.webp')} 320w, ${at('480.webp')} 480w, ${at('640.webp')} 640w, ${at('960.webp')} 960w, ${at('1280.webp')} 1280w, ${at('1920.webp')} 1920w`,
        },
      ],
      sizes: '(max-width: 640px) 100vw, 640px',
      width: 1920,
      height: 1280,
      alt: 'A red suspension bridge below a low sun',
      colour: '#6b7070',
    })
  })

  it('names the true width of a picture smaller than its last candidate', () => {
    const at = (name: string) => `https://placard.example/t/DrmvEAAAQA/1/${name}`
    expect(pictureOf(cutout)).toMatchObject({
      src: at('480.jpg'),
      srcset: `${at('320.jpg')} 320w, ${at('480.jpg')} 400w`,
      width: 400,
      height: 400,
    })
  })

  it('says in which language the alt text is, where the owner said', () => {
    expect(pictureOf(panorama)).toMatchObject({ alt: 'Range in the morning', altLang: 'en' })
    expect(pictureOf(bridge)).not.toHaveProperty('altLang')
  })
})
