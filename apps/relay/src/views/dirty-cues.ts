import { parseCellKey, parseCellTextRoot } from '@stallcast/shared/rundown'

/** What has to be read again after some edits. */
export class DirtyCues {
  readonly cueIds = new Set<string>()
  /** Every cue, the groups and the columns. */
  all = false
  /** The groups and the columns. */
  structure = false

  get isEmpty(): boolean {
    return !this.all && !this.structure && this.cueIds.size === 0
  }

  /** @param path as the log has it: `cues/{id}/title`, `cells/{cueId}/{columnId}`, `groups/{id}/title` */
  add(path: string): void {
    const [root = '', key] = path.split('/')
    const text = parseCellTextRoot(root)
    if (text) this.cueIds.add(text.cueId)
    else if (root === 'cues' || root === 'cells') this.#addCue(root, key)
    else if (root === 'groups' || root === 'columns') this.structure = true
  }

  #addCue(root: string, key: string | undefined): void {
    if (key === undefined) this.all = true
    // The server's own edits name a cell by its key, those of people by its place.
    else this.cueIds.add(root === 'cells' ? (parseCellKey(key)?.cueId ?? key) : key)
  }
}
