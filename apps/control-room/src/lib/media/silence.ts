/** What has arrived over a connection so far, by its statistics (webrtc-stats, RTCInboundRtpStreamStats). */
export function receivedBytes(stats: Iterable<readonly [string, unknown]>): number {
  let bytes = 0
  for (const [, report] of stats) {
    if (typeof report !== 'object' || report === null) continue
    if (!('type' in report) || report.type !== 'inbound-rtp') continue
    if ('bytesReceived' in report) bytes += Number(report.bytesReceived)
  }
  return bytes
}

/**
 * Tells, look by look, whether nothing came for `looks` looks on end.
 * @returns takes what has arrived so far
 */
export function silence(looks: number): (received: number) => boolean {
  let last = -1
  let without = 0
  return (received) => {
    without = received === last ? without + 1 : 0
    last = received
    return without >= looks
  }
}
