import type { Credit } from './credit.ts'

/** A credit as the flat fields that oEmbed answers and media objects share; what is unknown is absent. */
export interface CreditFields {
  readonly license?: string
  readonly license_url?: string
  readonly credit_text: string
  readonly copyright_notice?: string
  readonly acquire_license_page?: string
}

/** The credit, spelled for JSON. A page of terms is no licence to name; its address still says where they stand. */
export function creditFields({ licence, shortText, copyrightNotice, acquireLicensePage }: Credit): CreditFields {
  return {
    ...(licence !== undefined && licence.kind !== 'terms' && { license: licence.label }),
    ...(licence !== undefined && { license_url: licence.url }),
    credit_text: shortText,
    ...(copyrightNotice !== undefined && { copyright_notice: copyrightNotice }),
    ...(acquireLicensePage !== undefined && { acquire_license_page: acquireLicensePage }),
  }
}
