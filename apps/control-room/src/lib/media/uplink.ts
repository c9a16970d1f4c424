type RawUplink = { bytesSent: number; atMs: number }

/** What the browser says about the picture it sends. Rates are null until two readings are there. */
export type Uplink = {
  bitrateKbps: number | null
  lossPct: number | null
  roundTripMs: number | null
  width: number | null
  height: number | null
  framesPerSecond: number | null
  raw: RawUplink
}

type StatLike = { type: string; timestamp: number } & Record<string, unknown>

/** Reads an `RTCStatsReport` of a sender (names: W3C webrtc-stats). */
export function readUplink(
  report: Pick<RTCStatsReport, 'forEach'>,
  last: RawUplink | null,
): Uplink {
  let outbound: StatLike | undefined
  let remote: StatLike | undefined
  report.forEach((stat: StatLike) => {
    if (stat.type === 'outbound-rtp' && stat['kind'] === 'video') outbound = stat
    if (stat.type === 'remote-inbound-rtp' && stat['kind'] === 'video') remote = stat
  })
  const raw = { bytesSent: numberOf(outbound, 'bytesSent') ?? 0, atMs: outbound?.timestamp ?? 0 }
  const spanMs = last ? raw.atMs - last.atMs : 0
  const lost = numberOf(remote, 'fractionLost')
  const roundTrip = numberOf(remote, 'roundTripTime')
  return {
    // Bits per millisecond are kilobits per second.
    bitrateKbps:
      last && spanMs > 0 ? Math.round(((raw.bytesSent - last.bytesSent) * 8) / spanMs) : null,
    lossPct: lost === null ? null : Math.round(lost * 1000) / 10,
    roundTripMs: roundTrip === null ? null : Math.round(roundTrip * 1000),
    width: numberOf(outbound, 'frameWidth'),
    height: numberOf(outbound, 'frameHeight'),
    framesPerSecond: numberOf(outbound, 'framesPerSecond'),
    raw,
  }
}

function numberOf(stat: StatLike | undefined, name: string): number | null {
  const value = stat?.[name]
  return typeof value === 'number' ? value : null
}
