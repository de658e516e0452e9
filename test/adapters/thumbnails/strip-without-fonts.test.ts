import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { sharpThumbnailer } from '../../../server/adapters/thumbnails/picture/runner.ts'
import { opening, planOf, stripOf } from '../../contracts/thumbnailer.ts'
import { originalBytes } from '../../fixtures/media.ts'

// fontconfig reads it once, when the first text of this process is drawn: a machine without any font.
const config = join(mkdtempSync(join(tmpdir(), 'placard-fonts-')), 'fonts.conf')
writeFileSync(config, '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>')
process.env.FONTCONFIG_FILE = config

it('leaves the strip empty on a machine without fonts, and shows the picture all the same', async () => {
  const strip = stripOf({ width: 320, height: 290, picture: { width: 320, height: 213 } })
  const thumbnailer = sharpThumbnailer({ maxInputPixels: 50_000_000, timeoutMs: 30_000 })
  const bytes = await thumbnailer.render(opening(originalBytes('bridge.jpg')), planOf({ width: 320, height: 290, strip }))
  const paper = await sharp(bytes).extract({ left: 0, top: 224, width: 320, height: 66 }).greyscale().raw().toBuffer()
  expect(Math.min(...paper)).toBeGreaterThan(245)
  const picture = await sharp(bytes).extract({ left: 0, top: 0, width: 320, height: 200 }).greyscale().raw().toBuffer()
  expect(Math.min(...picture)).toBeLessThan(100)
})
