/** The table that an editor stands in. Editors of every table speak to it in the same way. */
export type EditHost = {
  /** What the edit begins with when it was begun by typing on the cell. */
  readonly typed: string
  /** Ends the edit; the focus goes back to the cell. */
  stopEditing: () => void
  /** Ends the edit and goes to another cell. */
  move: (rows: number, columns: number) => void
  /** Tab order; false at the ends, where Tab leaves the table. */
  step: (by: 1 | -1) => boolean
}

/** What editors and views need to know of the show. */
export type CellContext = {
  currency: string
  /** Names that a person column offers. */
  people: readonly string[]
  fileUrl: (fileId: string) => string
  /** Puts a picture in and answers its id; throws an `Error` whose message can be shown. */
  uploadImage: (file: File) => Promise<string>
}

/** The keys that every editor of a table understands. @param save false keeps the editor open */
export function hostKey(event: KeyboardEvent, host: EditHost, save: () => boolean): void {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return
  if (event.key === 'Enter') {
    if (save()) host.stopEditing()
  } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    if (save()) host.move(event.key === 'ArrowDown' ? 1 : -1, 0)
  } else if (event.key === 'Tab') {
    if (save() && !host.step(event.shiftKey ? -1 : 1)) return
  } else return
  event.preventDefault()
  event.stopPropagation()
}
