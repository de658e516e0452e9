/** As much of Express as the bench calls; the package brings no types. */
declare module 'express' {
  interface Response {
    status(code: number): Response
    set(headers: Readonly<Record<string, string>>): Response
    json(value: unknown): void
    send(body: Uint8Array): void
  }
  interface Application {
    disable(setting: string): void
    get(path: string, answer: (request: unknown, response: Response) => void): void
    listen(port: number, host: string): void
  }
  const express: () => Application
  // biome-ignore lint/style/noDefaultExport: that is what it has
  export default express
}
