import { prompterSpeed, type PrompterPlace } from '@stallcast/shared/rundown'
import type { LiveShow } from '#lib/live/index.ts'
import { tellRefusal } from '#lib/ui/index.ts'
import { heightOf, neighbour, placeAt, type ScriptBox } from './prompter-place.ts'

/** Part of the screen's height at which the reader's eyes are. */
export const eyeLine = 0.36
/** Followers hear of a steady scroll this often; in between they go on by themselves. */
const tellEveryMs = 1_500
const tellSoonMs = 150
/** Scripts grow and shrink while they are written; looking this often is enough. */
const lookEveryMs = 400
/** Further behind than this a follower jumps instead of catching up. */
const jumpPx = 1_200

export type Mirror = 'none' | 'across' | 'over'

/** One screen of the prompter: it drives, or follows whoever does. */
export class Prompter {
  readonly #live: LiveShow
  /** How this screen shows it; remembered on the device. */
  size = $state(1)
  mirror = $state<Mirror>('none')
  playing = $state(false)
  emPerS = $state<number>(prompterSpeed.first)
  #scroller: HTMLElement | null = null
  #toldAtMs = 0
  #toldText = ''
  #soon: ReturnType<typeof setTimeout> | undefined
  /** Kept apart from `scrollTop`, which some screens round to whole pixels. */
  #topPx = 0
  #seen: { boxes: ScriptBox[]; atMs: number } = { boxes: [], atMs: -lookEveryMs }

  constructor(live: LiveShow) {
    this.#live = live
    const [size, mirror] = (localStorage.getItem('prompter') ?? '1 none').split(' ')
    this.size = Number(size) || 1
    if (mirror === 'across' || mirror === 'over') this.mirror = mirror
  }

  get driving(): boolean {
    const { seat, prompter } = this.#live
    return seat !== null && prompter.holder?.sessionId === seat.sessionId
  }

  remember(): void {
    localStorage.setItem('prompter', `${this.size} ${this.mirror}`)
  }

  async take(): Promise<void> {
    this.emPerS = this.#live.prompter.emPerS
    const refusal = await this.#live.command({ type: 'prompter.take' })
    if (refusal) tellRefusal(refusal.message)
  }

  async release(): Promise<void> {
    this.playing = false
    this.#tell()
    const refusal = await this.#live.command({ type: 'prompter.release' })
    if (refusal) tellRefusal(refusal.message)
  }

  play(playing = !this.playing): void {
    if (!this.driving) return
    this.playing = playing
    this.#tell()
  }

  faster(by: number): void {
    if (!this.driving) return
    const wanted = Math.round((this.emPerS + by) * 10) / 10
    this.emPerS = Math.min(prompterSpeed.most, Math.max(prompterSpeed.least, wanted))
    this.#tell()
  }

  step(by: 1 | -1): void {
    const box = this.driving ? neighbour(this.#eyeY, this.#boxes(), by) : undefined
    if (box) this.goTo(box.cueId)
  }

  goTo(cueId: string): void {
    const y = heightOf({ cueId, part: 0 }, this.#boxes())
    if (!this.driving || y === null) return
    this.#scrollTo(y)
    this.#tell()
  }

  /** Somebody scrolls by hand. */
  scrolled(): void {
    const { scrollTop = 0 } = this.#scroller ?? {}
    if (!this.driving || Math.abs(scrollTop - this.#topPx) < 2) return
    this.#topPx = scrollTop
    clearTimeout(this.#soon)
    this.#soon = setTimeout(() => this.#tell(), tellSoonMs)
  }

  /** Moves the text, frame by frame. @returns the end of it */
  run(scroller: HTMLElement): () => void {
    this.#scroller = scroller
    this.#topPx = scroller.scrollTop
    let lastMs = performance.now()
    let frame = 0
    const move = (nowMs: number): void => {
      const passedS = Math.min(0.25, (nowMs - lastMs) / 1_000)
      lastMs = nowMs
      if (this.driving) this.#drive(passedS, nowMs)
      else this.#follow(passedS)
      frame = requestAnimationFrame(move)
    }
    frame = requestAnimationFrame(move)
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(this.#soon)
      this.#scroller = null
    }
  }

  #drive(passedS: number, nowMs: number): void {
    if (!this.playing) return
    this.#scrollBy(this.emPerS * this.#emPx() * passedS)
    if (nowMs - this.#toldAtMs > tellEveryMs) this.#tell()
  }

  #follow(passedS: number): void {
    const { place, playing, emPerS, atMs } = this.#live.prompter
    const y = heightOf(place, this.#boxes())
    if (y === null) return
    const sinceS = playing ? Math.max(0, this.#live.time.read() - atMs) / 1_000 : 0
    const behind = y + sinceS * emPerS * this.#emPx() - this.#eyeY
    if (Math.abs(behind) > jumpPx) this.#scrollTo(this.#eyeY + behind)
    // Catches up within about a quarter of a second, without a jerk.
    else if (Math.abs(behind) > 0.2) this.#scrollBy(behind * Math.min(1, passedS * 4))
  }

  get #eyeY(): number {
    return this.#topPx + (this.#scroller?.clientHeight ?? 0) * eyeLine
  }

  #scrollBy(px: number): void {
    this.#scrollTo(this.#eyeY + px)
  }

  #scrollTo(y: number): void {
    const scroller = this.#scroller
    if (!scroller) return
    const most = scroller.scrollHeight - scroller.clientHeight
    this.#topPx = Math.min(most, Math.max(0, y - scroller.clientHeight * eyeLine))
    scroller.scrollTop = this.#topPx
  }

  #emPx(): number {
    const text = this.#scroller?.querySelector('[data-script]')
    return text ? Number.parseFloat(getComputedStyle(text).fontSize) : 16
  }

  #boxes(): ScriptBox[] {
    const nowMs = performance.now()
    if (nowMs - this.#seen.atMs < lookEveryMs) return this.#seen.boxes
    const scripts = this.#scroller?.querySelectorAll<HTMLElement>('[data-script]') ?? []
    const boxes = [...scripts].map((script) => ({
      cueId: script.dataset['script'] ?? '',
      top: script.offsetTop,
      height: script.offsetHeight,
    }))
    this.#seen = { boxes, atMs: nowMs }
    return boxes
  }

  #tell(): void {
    const place: PrompterPlace | null = placeAt(this.#eyeY, this.#boxes())
    if (!place || !this.driving) return
    const { playing, emPerS } = this
    const text = JSON.stringify({ place, playing, emPerS })
    if (text === this.#toldText) return
    this.#toldText = text
    this.#toldAtMs = performance.now()
    void this.#live.command({ type: 'prompter.move', place, playing, emPerS })
  }
}
