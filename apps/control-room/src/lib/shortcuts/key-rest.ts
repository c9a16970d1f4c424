/**
 * When a key of the desk rests. Letters and digits rest while somebody types or a dialog is open; Space and
 * Enter rest on any control that would use them itself. Chords with Ctrl, ⌘ or Alt are never typed.
 */

const textTypes = new Set([
  'text',
  'search',
  'email',
  'url',
  'tel',
  'password',
  'number',
  'date',
  'time',
])

const typingParts = '[contenteditable=""], [contenteditable="true"], [data-typing]'
const ownKeys = '[role="dialog"], [role="menu"], [role="listbox"], [role="alertdialog"]'
const pressable =
  'button, a[href], summary, select, input, video[controls], audio[controls], [role="button"], [role="tab"], ' +
  '[role="menuitem"], [role="option"], [role="slider"], [role="separator"], [role="switch"], [role="checkbox"]'

export function isTyping(target: Element | null): boolean {
  if (!target) return false
  if (target.matches('textarea, select')) return true
  if (target.matches('input')) return textTypes.has(target.getAttribute('type') ?? 'text')
  return target.closest(typingParts) !== null
}

export type PressedKey = { code: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

export function keyRests(
  key: PressedKey,
  target: Element | null,
  whileTyping: boolean | 'shared',
): boolean {
  if (target?.closest(ownKeys)) return true
  const chord = key.ctrlKey || key.metaKey || key.altKey
  if (chord && whileTyping === 'shared') {
    // Any other field has an undo of its own.
    return (
      isTyping(target) && !target?.matches('[data-shared-text], [data-typing], [data-typing] *')
    )
  }
  if (chord) return isTyping(target) && !whileTyping
  if (isTyping(target)) return true
  const presses = key.code === 'Space' || key.code === 'Enter'
  return presses && target !== null && target.matches(pressable)
}
