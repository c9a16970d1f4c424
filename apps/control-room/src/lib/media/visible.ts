/**
 * A Svelte attachment that reports whether the element is on the screen: a tile that is scrolled away
 * must not cost a decoder.
 */
export function whileVisible(report: (visible: boolean) => void): (node: Element) => () => void {
  return (node) => {
    const observer = new IntersectionObserver(
      (entries) => report(entries.some((entry) => entry.isIntersecting)),
      { rootMargin: '80px' },
    )
    observer.observe(node)
    return () => observer.disconnect()
  }
}

/** A Svelte attachment that plays tracks in a video element; autoplay is allowed because it starts muted. */
export function playTracks(
  tracks: () => (MediaStreamTrack | null | undefined)[],
): (video: HTMLVideoElement) => void {
  return (video) => {
    const present = tracks().filter((track) => track !== null && track !== undefined)
    const shown = video.srcObject instanceof MediaStream ? video.srcObject.getTracks() : []
    const same = present.length === shown.length && present.every((track) => shown.includes(track))
    if (same) return
    video.srcObject = present.length > 0 ? new MediaStream(present) : null
    // Interrupted by the next source: the new one has its own play().
    if (present.length > 0) video.play().catch(() => undefined)
  }
}
