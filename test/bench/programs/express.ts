import express from 'express'
import { readAnswers } from '../answers-file.ts'

// Express as its users write it: `res.json` where the answer is JSON.
const app = express()
app.disable('x-powered-by')
for (const [address, { status, headers, body }] of Object.entries(readAnswers())) {
  const isJson = headers['content-type']?.startsWith('application/json')
  const value: unknown = isJson ? JSON.parse(body.toString()) : undefined
  app.get(address.split('?')[0] ?? address, (_request, response) => {
    response.status(status).set(headers)
    if (isJson) response.json(value)
    else response.send(body)
  })
}
app.listen(Number(process.env.PORT), '127.0.0.1')
