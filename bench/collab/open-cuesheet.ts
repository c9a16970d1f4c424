export async function openCuesheet(_cues: number): Promise<number> {
  return Promise.resolve(-1)
}
