// Every word that the widget says by itself. Credits, captions and notices come from the server.

export const copyCredit = 'Copy credit'
export const embed = 'Embed'
export const embedCode = 'Embed code'
export const copyCode = 'Copy code'
export const copied = 'Copied'
export const notCopied = 'Could not copy'
export const original = 'Original'
export const more = 'more'
export const less = 'less'
export const failed = 'This picture cannot be shown right now.'
