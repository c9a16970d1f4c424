/**
 * What screen readers are told. Polite for takes and thresholds; assertive only when the source that is on
 * air is lost, because it interrupts whatever is being read.
 */
export class Announcer {
  polite = $state('')
  assertive = $state('')

  say(text: string): void {
    this.polite = this.polite === text ? `${text}\u00a0` : text
  }

  interrupt(text: string): void {
    this.assertive = this.assertive === text ? `${text}\u00a0` : text
  }
}
