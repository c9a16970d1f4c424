/** `Sunday, 22 November`, on the wall of the show's time zone. */
export function dayText(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone,
  }).format(atMs)
}
