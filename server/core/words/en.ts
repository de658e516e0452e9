import type { Words } from './words.ts'

export const en = {
  lang: 'en',
  dir: 'ltr',
  widget: {
    copyCredit: 'Copy credit',
    plainText: 'Plain text',
    wikitext: 'Wikitext',
    embed: 'Embed',
    embedCode: 'Embed code',
    copyCode: 'Copy code',
    copied: 'Copied',
    notCopied: 'Could not copy',
    original: 'Original',
    share: 'Share',
    usePicture: 'Use this picture',
    more: 'more',
    less: 'less',
    previous: 'Previous',
    next: 'Next',
    close: 'Close',
    play: 'Play',
    pictureOf: 'Picture {n} of {total}',
    counter: '{n}/{total}',
    failed: 'This picture cannot be shown right now.',
  },
} satisfies Words
