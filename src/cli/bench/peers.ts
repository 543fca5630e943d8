// Benchmark. Runs the peers of peer.ts, each in a process of its own, on what was measured here.
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Capture } from './capture.ts';
import type { FaceWork } from './face.ts';
import type { ReadingTimes } from './reading.ts';

export interface PeerTimes {
  readonly tesseractMs: number;
  readonly tesseractPeakMb: number;
  readonly humanMs: number;
  readonly humanPeakMb: number;
  /** Peers together over our time to the verdict. */
  readonly timesOurs: number;
  /** tesseract.js on the photograph of 12 megapixels, and that over our time for page and zone. */
  readonly readingMs: number;
  readonly readingPeakMb: number;
  readonly readingTimesOurs: number;
  /** @vladmandic/human on every frame of the burst and the challenge, and that over our face work. */
  readonly facesMs: number;
  readonly facesTimesOurs: number;
}

export async function measurePeers(
  { document, selfies, answered, telephone }: Capture,
  scratch: string,
  ours: { readonly filesToVerdictMs: number; readonly readingMs: ReadingTimes; readonly faces: FaceWork },
): Promise<PeerTimes> {
  const written = async (name: string, bytes: Uint8Array) => {
    const path = join(scratch, `${name}.jpg`);
    await writeFile(path, bytes);
    return path;
  };
  const page = await written('document', document);
  const burst = await Promise.all(selfies.map((bytes, i) => written(`selfie-${i}`, bytes)));
  const challenge = await Promise.all(
    [...answered.moveFrames, ...answered.lightFrames].map((bytes, i) => written(`challenge-${i}`, bytes)),
  );
  const peer = async (which: 'tesseract' | 'human', runs: number, files: readonly string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, 'peer.ts'), which, `${runs}`, ...files],
      { maxBuffer: 1 << 24 },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as { ms: number; peakMb: number };
  };
  const tesseract = await peer('tesseract', 5, [page]);
  const reading = await peer('tesseract', 5, [await written('telephone', telephone.jpeg)]);
  // Both faces: the document's portrait and as many selfie frames as we analyse.
  const human = await peer('human', 5, [page, ...burst]);
  const faces = await peer('human', 2, [...burst, ...challenge]);
  return {
    tesseractMs: tesseract.ms,
    tesseractPeakMb: tesseract.peakMb,
    humanMs: human.ms,
    humanPeakMb: human.peakMb,
    timesOurs: (tesseract.ms + human.ms) / ours.filesToVerdictMs,
    readingMs: reading.ms,
    readingPeakMb: reading.peakMb,
    readingTimesOurs: reading.ms / ours.readingMs.zone,
    facesMs: faces.ms,
    facesTimesOurs: faces.ms / ours.faces.ms,
  };
}
