import { fastify } from 'fastify'
import { readAnswers } from '../answers-file.ts'

// Fastify as it is fastest: prebuilt bodies and headers, no schema, no log.
const app = fastify()
for (const [address, { status, headers, body }] of Object.entries(readAnswers())) {
  app.get(address.split('?')[0] ?? address, (_request, reply) => reply.code(status).headers(headers).send(body))
}
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
