import { untrack } from 'svelte'
import { tinykeys } from 'tinykeys'
import { bindingOf, shortcutIds, type ShortcutGroup, type ShortcutId } from './bindings.ts'
import { keyText } from './key-names.ts'
import { isTyping, keyRests } from './key-rest.ts'

/** One thing the palette offers. */
export type PaletteAction = {
  id: string
  label: string
  group: string
  hint?: string | null
  /** Why it cannot be done now. */
  reason?: string | null
  run: () => void
}

type Handler = { run: () => void; reason: () => string | null; label?: (() => string) | undefined }

type KeyboardLayout = { getLayoutMap?: () => Promise<ReadonlyMap<string, string>> }

/** The one registry: features say what a shortcut does, components ask what to print. */
export class Shortcuts {
  /** The focus is where letters are typed: the show's keys rest. */
  resting = $state(false)
  mapOpen = $state(false)
  paletteOpen = $state(false)
  #layout = $state.raw<ReadonlyMap<string, string> | null>(null)
  #handlers = $state.raw<ReadonlyMap<ShortcutId, Handler>>(new Map())
  #offers = $state.raw<readonly (() => PaletteAction[])[]>([])
  readonly #mac = /mac|iphone|ipad/i.test(navigator.userAgent)
  /** Told when a key was pressed that cannot be used now. */
  readonly #onRefused: (reason: string) => void

  constructor(onRefused: (reason: string) => void) {
    this.#onRefused = onRefused
    this.handle('desk.map', () => (this.mapOpen = !this.mapOpen))
    this.handle('desk.palette', () => (this.paletteOpen = !this.paletteOpen))
  }

  /** Gives a shortcut its meaning; `reason` says why it is refused now. Undone by the returned function. */
  handle(
    id: ShortcutId,
    run: () => void,
    options: { reason?: () => string | null; label?: () => string } = {},
  ): () => void {
    const handler: Handler = { run, reason: options.reason ?? (() => null), label: options.label }
    // Called from effects: adding to what one reads must not run the effect again.
    untrack(() => (this.#handlers = new Map([...this.#handlers, [id, handler]])))
    return () => {
      if (this.#handlers.get(id) !== handler) return
      this.#handlers = new Map([...this.#handlers].filter(([key]) => key !== id))
    }
  }

  /** Adds to the palette what has no key of its own. */
  offer(actions: () => PaletteAction[]): () => void {
    untrack(() => (this.#offers = [...this.#offers, actions]))
    return () => (this.#offers = this.#offers.filter((offer) => offer !== actions))
  }

  /** Does what the key does, for buttons that stand for it. */
  run(id: ShortcutId): void {
    const handler = this.#handlers.get(id)
    const reason = handler?.reason()
    if (reason) this.#onRefused(reason)
    else handler?.run()
  }

  /** What a button prints for a shortcut. */
  hint(id: ShortcutId): string {
    return keyText(bindingOf(id).keys[0] ?? '', { mac: this.#mac, layout: this.#layout })
  }

  get actions(): PaletteAction[] {
    const keyed = shortcutIds.flatMap((id): PaletteAction[] => {
      const handler = this.#handlers.get(id)
      if (!handler || id === 'desk.palette') return []
      const { label, group } = bindingOf(id)
      const shown = handler.label?.() ?? label
      return [
        {
          id,
          label: shown,
          group,
          hint: this.hint(id),
          reason: handler.reason(),
          run: handler.run,
        },
      ]
    })
    return [...keyed, ...this.#offers.flatMap((offer) => offer())]
  }

  /** Rows of the `?` map, group by group. */
  rows(group: ShortcutGroup): { id: ShortcutId; label: string; keys: string[] }[] {
    return shortcutIds
      .filter((id) => bindingOf(id).group === group)
      .map((id) => ({
        id,
        label: bindingOf(id).label,
        keys: bindingOf(id)
          .keys.filter((keys) => !keys.startsWith('Numpad') && keys !== '?')
          .map((keys) => keyText(keys, { mac: this.#mac, layout: this.#layout })),
      }))
  }

  /** Listens on the window; returns the end of it. */
  listen(): () => void {
    const map = Object.fromEntries(
      shortcutIds.flatMap((id) =>
        bindingOf(id).keys.map((keys) => [keys, (event: KeyboardEvent) => this.#press(id, event)]),
      ),
    )
    const stopKeys = tinykeys(window, map, { ignore: () => false })
    // Later: a field that is taken out of the page loses the focus in the middle of drawing.
    const look = (): void => queueMicrotask(() => (this.resting = isTyping(document.activeElement)))
    document.addEventListener('focusin', look)
    document.addEventListener('focusout', look)
    void this.#readLayout()
    return () => {
      stopKeys()
      document.removeEventListener('focusin', look)
      document.removeEventListener('focusout', look)
    }
  }

  #press(id: ShortcutId, event: KeyboardEvent): void {
    const handler = this.#handlers.get(id)
    const binding = bindingOf(id)
    if (!handler || event.defaultPrevented || event.isComposing) return
    const target = event.target instanceof Element ? event.target : null
    if (keyRests(event, target, binding.whileTyping ?? false)) return
    event.preventDefault()
    if (event.repeat && !binding.repeats) return
    const reason = handler.reason()
    if (reason) this.#onRefused(reason)
    else handler.run()
  }

  async #readLayout(): Promise<void> {
    const { keyboard } = navigator as Navigator & { keyboard?: KeyboardLayout }
    // Only some browsers tell; the others get the names of the US layout.
    this.#layout = (await keyboard?.getLayoutMap?.().catch(() => null)) ?? null
  }
}
