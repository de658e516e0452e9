import { NotFoundError } from '../../core/errors.ts'
import type { Deps } from '../../ports/deps.ts'
import type { Answer } from '../app-env.ts'
import { demoPage } from '../pages/demo-page.ts'
import type { SiteContext } from '../site.ts'
import { sendPage } from './pages.ts'

/** `GET /demo/`: a host page with every kind of embed. */
export function handleDemo({ assets }: Pick<Deps, 'assets'>, { pageHeaders }: SiteContext): Answer {
  return async (c) => {
    const template = await assets.find('demo/index.html')
    if (template === undefined) throw new NotFoundError('Expected the asset demo/index.html')
    return sendPage(c, demoPage({ template: new TextDecoder().decode(template), slots: {} }), pageHeaders.page)
  }
}
