import { documentName } from '@stallcast/shared/rundown'
import {
  rundownFileSchema,
  writeRundownFile,
  type RundownContent,
  type RundownFile,
} from '@stallcast/shared/rundown/exchange'
import { agreementPartySchema } from '@stallcast/shared/settlement'
import type { Executor } from '@stallcast/store'
import { readCatalogue } from '@stallcast/store/commerce'
import { readShow, readTemplate } from '@stallcast/store/crew'
import { listShowSources } from '@stallcast/store/media'
import { readAgreementSeed, type AgreementSeed } from '@stallcast/store/settlement'
import { z } from 'zod'

const productSchema = z.object({
  id: z.string(),
  sku: z.string(),
  title: z.string(),
  subtitle: z.string(),
  imageUrl: z.string(),
  priceMinor: z.number().int(),
  units: z.number().int().min(0),
})
const sourceSchema = z.object({
  sourceId: z.string(),
  number: z.number().int().nullable(),
  label: z.string(),
  file: z.string(),
})
const agreementSeedSchema = z.object({
  parties: z.array(agreementPartySchema.extend({ email: z.string().optional() })),
})

/** What a new show is made of. */
export type ShowParts = {
  currency: string
  rundown: RundownFile
  products: z.infer<typeof productSchema>[]
  parties: AgreementSeed['parties'] | null
  sources: z.infer<typeof sourceSchema>[]
}

export type ReadRundown = (docName: string) => Promise<RundownContent>

/** Everything of a show that another one can have too. Of the products, what is not sold yet. */
export async function partsOfShow(
  database: Executor,
  showId: string,
  readRundown: ReadRundown,
): Promise<ShowParts> {
  const [show, content, catalogue, agreement, sources] = await Promise.all([
    readShow(database, showId),
    readRundown(documentName(showId, 'rundown')),
    readCatalogue(database, showId),
    readAgreementSeed(database, showId),
    listShowSources(database, showId),
  ])
  const { title, subtitle, currency, timeZone, plannedStartMs } = show
  const named = catalogue.map((product) => ({
    id: product.id,
    code: product.sku,
    label: product.title,
  }))
  return {
    currency,
    rundown: writeRundownFile(
      content,
      { title, subtitle, currency, timeZone, plannedStartMs },
      named,
    ),
    products: catalogue.map(({ stock, ...product }) => ({
      ...product,
      units: stock.available + stock.held,
    })),
    parties: agreement?.parties ?? null,
    sources,
  }
}

/** @throws DomainError `template.unknown`; ZodError for one that was kept by a version that knew other parts */
export async function partsOfTemplate(database: Executor, templateId: string): Promise<ShowParts> {
  const template = await readTemplate(database, templateId)
  return {
    currency: template.currency,
    rundown: rundownFileSchema.parse(template.rundown),
    products: z.array(productSchema).parse(template.products),
    parties:
      template.agreement === null
        ? null
        : partiesOf(agreementSeedSchema.parse(template.agreement).parties),
    sources: z.array(sourceSchema).parse(template.sources),
  }
}

function partiesOf(
  parties: z.infer<typeof agreementSeedSchema>['parties'],
): AgreementSeed['parties'] {
  return parties.map(({ email, ...party }) => (email === undefined ? party : { ...party, email }))
}

/** The same without a run of show, or with nothing at all. */
export function emptyParts(parts: ShowParts, currency: string, goods: boolean): ShowParts {
  const rundown: RundownFile = {
    ...parts.rundown,
    groups: [],
    columns: [],
    cues: [],
    cells: {},
    triggers: [],
    presets: [],
    settings: {},
    products: [],
  }
  // Prices and caps of an agreement are amounts of one currency; they mean nothing in another.
  if (goods && currency === parts.currency) return { ...parts, rundown }
  return { currency, rundown, products: [], parties: null, sources: goods ? parts.sources : [] }
}
