import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Router } from 'express'

const documents = new URL('../../../../../docs/api/', import.meta.url)
const viewerFiles: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
}

// Nothing from elsewhere: the viewer is served from here and speaks to this origin only.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Stallcast API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="viewer"></div>
    <noscript>The description itself: <a href="v1/openapi.json">openapi.json</a></noscript>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`
const start = `SwaggerUIBundle({
  url: 'v1/openapi.json',
  dom_id: '#viewer',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  validatorUrl: null,
  syntaxHighlight: { theme: 'nord' },
})
`

/** `/api/docs` and the descriptions that it shows; written from the schemas by `tools/api-docs`. */
export function docsRouter(): Router {
  const router = Router()
  const viewer = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))

  for (const [name, file] of [
    ['openapi.json', 'v1.openapi.json'],
    ['asyncapi.json', 'v1.asyncapi.json'],
  ] as const) {
    router.get(`/v1/${name}`, async (_request, response) => {
      response.type('application/json').send(await readFile(new URL(file, documents)))
    })
  }
  router.get('/docs', (request, response) => {
    // Its own addresses are relative to `/api/`.
    if (request.originalUrl.split('?')[0]?.endsWith('/')) return response.redirect(301, '../docs')
    return response.set('Content-Security-Policy', policy).type('html').send(page)
  })
  router.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(start)
  })
  router.get('/docs/:file', (request, response, next) => {
    const { file } = request.params
    const type = Object.hasOwn(viewerFiles, file) ? viewerFiles[file] : undefined
    if (type === undefined) return next()
    response.type(type).set('Cache-Control', 'public, max-age=86400')
    createReadStream(join(viewer, file)).on('error', next).pipe(response)
  })
  return router
}
