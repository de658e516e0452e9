import { readAnswers } from '../answers-file.ts'
import { serveFetch } from '../serve-fetch.ts'

// The limit on a runtime that speaks in Request and Response: the same answers by the handler it brings itself.
const answers = readAnswers()
await serveFetch(({ url }) => {
  const answer = answers[url.slice(url.indexOf('/', 8))]
  if (answer === undefined) return new Response(null, { status: 404 })
  return new Response(answer.body as Buffer<ArrayBuffer>, { status: answer.status, headers: answer.headers })
})
