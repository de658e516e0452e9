import { Hono } from 'hono'
import type { Deps } from '../ports/deps.ts'
import { addRoute } from './add-route.ts'
import type { Answer, AppEnv, ErrorForm } from './app-env.ts'
import { createErrorHandler, NOT_FOUND } from './failure/on-error.ts'
import { sendFailure } from './failure/send-failure.ts'
import { keepAnswers } from './keep-answers.ts'
import { addOwnerRoutes } from './owner/routes.ts'
import { requestIds } from './request-ids.ts'
import { handleCards, handleMediaById, handleMediaByShortcode } from './routes/api.ts'
import { handleChanges } from './routes/changes.ts'
import { handleDemo, redirectToDemo } from './routes/demo.ts'
import { handleEmbedCode, handlePreview } from './routes/embed-code.ts'
import { handleFeed } from './routes/feed.ts'
import { handleHealth, handleReady } from './routes/health.ts'
import { handleOEmbed } from './routes/oembed.ts'
import { handleFrame, handleMediaPage, handleStart, redirectToSlash } from './routes/pages.ts'
import { handleRobots, handleSitemap } from './routes/sitemap.ts'
import { handleFavicon, handleStatic } from './routes/static.ts'
import { handleCredited, handleMediaRedirect, handleThumbnail } from './routes/thumbnail.ts'
import { handleVideo } from './routes/video.ts'
import { handleTdmRep } from './routes/well-known.ts'
import { handleVersionedWidget, handleWidget } from './routes/widget.ts'
import { type SiteContext, siteFor } from './site.ts'

type App = Hono<AppEnv>

/** Adds a route that is only read. */
type Get = (path: string, errorForm: ErrorForm, answer: Answer) => void

/** The whole of Placard over HTTP; nothing of it knows where it runs. */
export function createApp(deps: Deps): App {
  const app: App = new Hono<AppEnv>()
  const site = siteFor(deps.config)
  const get: Get = (path, errorForm, answer) => addRoute(app, site, { path, errorForm, answers: { GET: answer } })

  watchRequests(app, deps)
  app.use(keepAnswers(deps.answers))
  addApi(get, deps)
  addFiles(get, deps)
  addOwnerRoutes(app, deps, site)
  addPagesOfMedia(get, deps, site)
  addPagesOfSite(get, deps, site)
  addDocuments(get, deps, site)
  addHealth(get, deps)

  // A client of the API never has to parse a page.
  app.all('/v1/*', (c) => sendFailure(c, NOT_FOUND, site, 'envelope'))
  app.notFound((c) => sendFailure(c, NOT_FOUND, site))
  app.onError(createErrorHandler(deps, site))
  return app
}

/** What programs ask about media. */
function addApi(get: Get, deps: Deps): void {
  get('/oembed', 'oembed', handleOEmbed(deps))
  get('/v1/cards', 'envelope', handleCards(deps))
  get('/v1/media/shortcode/:code', 'envelope', handleMediaByShortcode(deps))
  get('/v1/media/shortcode/:code/embed-code', 'envelope', handleEmbedCode(deps))
  get('/v1/media/:id', 'envelope', handleMediaById(deps))
}

/** Pictures and films, the widget, and what else ships with Placard. */
function addFiles(get: Get, deps: Deps): void {
  get('/t/:code/:revision/:file', 'picture', handleThumbnail(deps))
  get('/t/:code/:revision/credit/:file', 'picture', handleCredited(deps))
  get('/t/:code/:revision/:item/:file', 'picture', handleThumbnail(deps))
  get('/v/:code/:revision/:file', 'json', handleVideo(deps))
  get('/embed.js', 'json', handleWidget(deps))
  get('/w/:version/:hash/embed.js', 'json', handleVersionedWidget(deps))
  get('/static/:file', 'json', handleStatic(deps))
  get('/favicon.ico', 'json', handleFavicon(deps))
}

function addPagesOfMedia(get: Get, deps: Deps, site: SiteContext): void {
  get('/p/:code/', 'page', handleMediaPage(deps, site))
  get('/p/:code', 'page', redirectToSlash(site, ''))
  get('/p/:code/embed/', 'frame', handleFrame(deps, site, { caption: false }))
  get('/p/:code/embed', 'frame', redirectToSlash(site, 'embed/'))
  get('/p/:code/embed/captioned/', 'frame', handleFrame(deps, site, { caption: true }))
  get('/p/:code/embed/captioned', 'frame', redirectToSlash(site, 'embed/captioned/'))
  get('/p/:code/preview/', 'frame', handlePreview(deps, site))
  get('/p/:code/media/', 'picture', handleMediaRedirect(deps))
  get('/p/:code/media', 'picture', handleMediaRedirect(deps))
}

function addPagesOfSite(get: Get, deps: Deps, site: SiteContext): void {
  get('/', 'page', handleStart(deps, site))
  get('/demo/', 'page', handleDemo(deps, site))
  get('/demo', 'page', redirectToDemo(site))
}

/** What feed readers, crawlers and other collections read. */
function addDocuments(get: Get, deps: Deps, site: SiteContext): void {
  get('/feed.atom', 'json', handleFeed(deps, site, 'atom'))
  get('/feed.json', 'json', handleFeed(deps, site, 'json'))
  get('/changes.json', 'json', handleChanges(deps))
  get('/sitemap.xml', 'json', handleSitemap(deps))
  get('/robots.txt', 'json', handleRobots(site))
  get('/.well-known/tdmrep.json', 'json', handleTdmRep(deps))
}

function addHealth(get: Get, deps: Deps): void {
  get('/health', 'json', handleHealth)
  get('/ready', 'json', handleReady(deps))
}

/** Gives each request an id, and the log one event about it: the route's pattern, never its address. */
function watchRequests(app: App, { clock, log }: Pick<Deps, 'clock' | 'log'>): void {
  const nextId = requestIds()
  app.use(async (c, next) => {
    const requestId = nextId()
    const startedAt = clock.now()
    c.set('requestId', requestId)
    await next()
    const route = c.get('route') ?? '*'
    log.requestAnswered({ requestId, method: c.req.method, route, status: c.res.status, durationMs: clock.now() - startedAt })
  })
}
