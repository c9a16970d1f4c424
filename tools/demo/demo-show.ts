import type { Role } from '@stallcast/shared/crew'
import type { CellValue, Column, Cue, CueType, Group } from '@stallcast/shared/rundown'
import type { AgreementSeed } from '@stallcast/store/settlement'

/** The demo show as data: what the seed writes, and what tests expect to find. */
export const demoShow = {
  slug: 'harbour-market',
  title: 'Harbour Market Live',
  subtitle: 'Spring drop · ep. 4',
  currency: 'EUR',
} as const

export type InvitedRole = Exclude<Role, 'viewer' | 'observer'>

/** One person for each link. */
export const demoPeople: readonly { role: InvitedRole; name: string; tint: number }[] = [
  { role: 'host', name: 'Hanna', tint: 0 },
  { role: 'producer', name: 'Paul', tint: 1 },
  { role: 'editor', name: 'Edda', tint: 2 },
  { role: 'finance', name: 'Finn', tint: 3 },
  { role: 'guest', name: 'Pia in Lisbon', tint: 0 },
]

export type DemoProduct = {
  sku: string
  title: string
  subtitle: string
  priceMinor: number
  units: number
}

/** Pictures lie in the control room's static folder, one for each sku. */
export const demoProducts: readonly DemoProduct[] = [
  {
    sku: 'enamel-flask',
    title: 'Enamel flask',
    subtitle: 'Keeps coffee hot for six hours, 0.5 l',
    priceMinor: 3200,
    units: 60,
  },
  {
    sku: 'harbour-roast',
    title: 'Harbour roast',
    subtitle: 'Whole beans, roasted by the quay, 250 g',
    priceMinor: 1490,
    units: 120,
  },
  {
    sku: 'linen-tote',
    title: 'Linen tote',
    subtitle: 'Washed linen, printed by hand',
    priceMinor: 2400,
    units: 40,
  },
  {
    sku: 'stoneware-cup',
    title: 'Stoneware cup',
    subtitle: 'Thrown in Lisbon, no two alike',
    priceMinor: 2800,
    units: 24,
  },
  {
    sku: 'beeswax-candle',
    title: 'Beeswax candle',
    subtitle: 'Forty hours of light',
    priceMinor: 1850,
    units: 80,
  },
  {
    sku: 'wool-blanket',
    title: 'Wool blanket',
    subtitle: 'Island wool, 130 by 190 cm',
    priceMinor: 9800,
    units: 12,
  },
]

/** Net sales are split four ways; the shares are those of the drawing, cap of the editor included. */
export const demoAgreement: Omit<AgreementSeed, 'id'> = {
  currency: demoShow.currency,
  parties: [
    {
      partyId: 'brand',
      name: 'Brand',
      email: 'brand@harbour.example',
      rule: { kind: 'remainder' },
    },
    share('host', 'Host', 2200),
    share('producer', 'Producer', 1600),
    share('editor', 'Editor', 1000, 34_200),
  ],
}

function share(
  partyId: string,
  name: string,
  basisPoints: number,
  capMinor: number | null = null,
): AgreementSeed['parties'][number] {
  const rule = { kind: 'share', basisPoints, capMinor } as const
  return { partyId, name, email: `${partyId}@harbour.example`, rule }
}

export type DemoCue = {
  title: string
  type: CueType
  durationMs: number
  sourceId: string | null
  colour: string | null
  /** What it sells, at what price. */
  sells: { sku: string; priceMinor: number; quantity: number | null } | null
  script: string
  notes: string
  /** Id of its group. */
  groupId: string | null
  autoFollow: Cue['autoFollow']
  /** Told to the public. */
  announced: boolean
  /** What stands in the crew's columns, by their id. */
  cells: Readonly<Record<string, CellValue>>
}

export const demoGroups: readonly Pick<Group, 'id' | 'title' | 'colour' | 'targetMs'>[] = [
  { id: 'block-b', title: 'Block B · flash offers', colour: 'amber', targetMs: 18 * 60_000 },
  { id: 'block-c', title: 'Block C · close', colour: 'mint', targetMs: null },
]

/** Columns that this crew made for itself: the editor writes the graphics, everybody else reads them. */
export const demoColumns: readonly Pick<
  Column,
  'id' | 'name' | 'type' | 'options' | 'writers' | 'department'
>[] = [
  column('props', 'Props', 'text'),
  {
    ...column('graphics', 'Graphics', 'select'),
    options: ['Lower third', 'Price card', 'Full screen'],
    writers: ['editor'],
    department: 'editor',
  },
  column('talent', 'On camera', 'person'),
  { ...column('prepared', 'Prepared', 'checkbox'), writers: ['editor', 'finance'] },
]

function column(id: string, name: string, type: Column['type']): (typeof demoColumns)[number] {
  return { id, name, type, options: [], writers: [], department: null }
}

const minute = 60_000

export const demoCues: readonly DemoCue[] = [
  cue('Welcome and theme', 2 * minute, 'cam1', {
    announced: true,
    script:
      'Good evening from the harbour! Tonight: two things that travel well, and a potter who **never** does. Stay for the ==flash price at half past==.',
    notes: 'Bunting in frame. Wait for the music to fall.',
    cells: { talent: 'Hanna', graphics: 'Full screen', prepared: true },
  }),
  cue('Harbour roast, tasting', 6 * minute, 'cam2', {
    announced: true,
    type: 'offer',
    colour: 'sky',
    sells: { sku: 'harbour-roast', priceMinor: 1490, quantity: null },
    script:
      'Pour slowly, let them see the bloom. Cherry first, then dark bread. Roasted on Tuesday, two hundred steps from here.',
    notes: 'Steam shows best against the board.',
    cells: { props: 'Two cups, kettle, dark bread', talent: 'Hanna', graphics: 'Price card' },
  }),
  cue('Q&A from chat', 4 * minute, 'cam1', {
    colour: 'violet',
    script: 'Read the name, then the question. *Three* at most.',
    cells: { talent: 'Hanna' },
  }),
  cue('Enamel flask, flash price', 5 * minute, 'cam2', {
    announced: true,
    type: 'offer',
    groupId: 'block-b',
    sells: { sku: 'enamel-flask', priceMinor: 2400, quantity: 60 },
    script:
      'Show the **lid first**, then pour. It keeps coffee hot for six hours, and it survives the harbour wind: drop it once, on the board.\nPrice now, twenty four, until the clock runs out.',
    notes: '- Lid first, then pour\n- Lower third up **before** the price',
    cells: {
      props: 'Flask, hot coffee, oak board',
      talent: 'Hanna',
      graphics: 'Price card',
      prepared: true,
    },
  }),
  cue('Potter in Lisbon', 7 * minute, null, {
    announced: true,
    groupId: 'block-b',
    cells: { talent: 'Pia', graphics: 'Lower third' },
    script: 'Bring Pia in. Ask about the glaze, the kiln, and the cup that broke.',
    notes: 'Guest camera: check light and sound in preview first.',
  }),
  cue('Bundle: flask + roast, two for one', 4 * minute, 'cam3', {
    announced: true,
    colour: 'amber',
    groupId: 'block-b',
    cells: { props: 'Flask, roast, tote' },
    script: 'Both in one hand. Say what fits in the tote.',
  }),
  cue('Making of (VT)', 1.5 * minute, 'cam3', {
    type: 'video',
    colour: 'sky',
    groupId: 'block-b',
    autoFollow: 'load',
    notes: 'Host takes a sip of water.',
  }),
  cue('Second Q&A', 5 * minute, 'cam1', { colour: 'violet', groupId: 'block-b' }),
  cue('Last ten flasks', 4 * minute, 'cam2', {
    announced: true,
    type: 'offer',
    groupId: 'block-c',
    sells: { sku: 'enamel-flask', priceMinor: 2400, quantity: 10 },
    script: 'Ten left. Count them on the table, **out loud**.',
    cells: { props: 'Ten flasks', graphics: 'Price card' },
  }),
  cue('Thanks and teaser', 3 * minute, 'cam1', {
    groupId: 'block-c',
    script: 'Thank the chat by name. Next week: blankets, and a boat.',
  }),
  cue('Close the sale, settle', 0, null, {
    type: 'settle',
    groupId: 'block-c',
    notes: 'Ends the offer and draws up the statement for finance.',
  }),
]

function cue(
  title: string,
  durationMs: number,
  sourceId: string | null,
  more: Partial<Omit<DemoCue, 'title' | 'durationMs' | 'sourceId'>>,
): DemoCue {
  return {
    type: 'segment',
    colour: null,
    sells: null,
    script: '',
    notes: '',
    groupId: null,
    autoFollow: 'none',
    announced: false,
    cells: {},
    title,
    durationMs,
    sourceId,
    ...more,
  }
}

/** Ids are scoped by the show, since an earlier demo show may still be there. */
export function demoProductId(showId: string, sku: string): string {
  return `${sku}-${showId}`
}

export function demoCueId(index: number): Cue['id'] {
  return `demo-cue-${index + 1}`
}
