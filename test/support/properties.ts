import fc from 'fast-check'

/** fast-check with the same cases at each run, so that a commit which passes here passes everywhere; others by `PLACARD_HOSTILE_SEED`. */
fc.configureGlobal({ seed: Number(process.env.PLACARD_HOSTILE_SEED ?? 0) })

export { fc }
