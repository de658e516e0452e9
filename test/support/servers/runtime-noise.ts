/**
 * What workerd says of streams that a test cuts on purpose: its own promises, and those of the simulated R2, which nobody outside of them can catch. A
 * `FixedLengthStream` alone, whose every promise is awaited, brings the first. Promises of the code under test are vitest's affair: they fail the run.
 */
const OF_CUT_STREAMS = [
  /^uncaught exception; .*TypeError: Attempt to write too many bytes through a FixedLengthStream\.\s*$/,
  /^uncaught exception; .*TypeError: Can't read from request stream because client disconnected\.\s*$/,
  /^uncaught exception; .*Error: Network connection lost\.\s*$/,
  /^exception = \S+: disconnected: (fixed-length pipe ended prematurely|pump canceled|WebSocket peer disconnected)\s*(stack: .*)?\s*$/,
] as const

/** Whether a line of workerd's tells of nothing but that. */
function isOfCutStream(line: string): boolean {
  return OF_CUT_STREAMS.some((known) => known.test(line))
}

/** From now on such lines are left out; `@cloudflare/vitest-pool-workers` has no setting for what it writes of workerd's log. */
export function leaveOutCutStreams(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream)
  stream.write = ((chunk: unknown, ...rest: unknown[]) => {
    if (typeof chunk === 'string' && isOfCutStream(chunk)) return true
    return Reflect.apply(write, stream, [chunk, ...rest])
  }) as typeof stream.write // Its overloads have no other common form.
}
