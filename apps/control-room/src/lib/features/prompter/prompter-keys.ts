import type { Prompter } from './prompter.state.svelte.ts'

type Place = { onAirId: string | null; screen: HTMLElement | undefined }

/**
 * Keys of the prompter. Foot pedals and presenters' remotes send page up and down, arrows and space, so those
 * do what feet expect.
 */
export function prompterKeys(event: KeyboardEvent, prompter: Prompter, place: Place): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key]
  if (!action) return
  event.preventDefault()
  action(prompter, place)
}

const actions: Readonly<Record<string, (prompter: Prompter, place: Place) => void>> = {
  ' ': (prompter) => prompter.play(),
  Enter: (prompter) => prompter.play(),
  b: (prompter) => prompter.play(false),
  ArrowUp: (prompter) => prompter.faster(-0.2),
  ArrowDown: (prompter) => prompter.faster(0.2),
  PageDown: (prompter) => prompter.step(1),
  ArrowRight: (prompter) => prompter.step(1),
  PageUp: (prompter) => prompter.step(-1),
  ArrowLeft: (prompter) => prompter.step(-1),
  Home: (prompter, { onAirId }) => onAirId !== null && prompter.goTo(onAirId),
  '+': (prompter) => (prompter.size = Math.min(2.5, prompter.size + 0.1)),
  '-': (prompter) => (prompter.size = Math.max(0.4, prompter.size - 0.1)),
  m: (prompter) => (prompter.mirror = prompter.mirror === 'across' ? 'none' : 'across'),
  f: (_prompter, { screen }) => void screen?.requestFullscreen?.(),
  t: (prompter) => void (prompter.driving ? prompter.release() : prompter.take()),
}
