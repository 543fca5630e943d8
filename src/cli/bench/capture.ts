// Benchmark. What the kiosk's camera takes of one applicant: a passport and five selfie frames, full HD.
// Run as a program with a folder, it draws them there: the drawing's memory is not core's.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Capture {
  readonly document: Uint8Array;
  readonly selfies: readonly Uint8Array[];
}

/** As the kiosk's burst. */
const selfieFrames = 5;

export async function drawCapture(): Promise<Capture> {
  const scratch = await mkdtemp(join(tmpdir(), 'proofdesk-bench-'));
  try {
    const file = join(scratch, 'applicant.mjpeg');
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, file]);
    const [document, person] = JSON.parse(stdout) as [number, number];
    const frames = splitJpegs(await readFile(file));
    return {
      document: frames[document]!,
      selfies: Array.from({ length: selfieFrames }, (_, i) => frames[person + i * 5]!),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function drawInto(file: string): Promise<void> {
  const { matchingApplicant, writeRecording } = await import('../../studio/index.ts');
  const scenes = matchingApplicant();
  const written = await writeRecording(file, scenes, { widthPx: 1920, heightPx: 1080, range: 'full' });
  const firstOf = (type: 'document' | 'person') =>
    written.scenes[scenes.findIndex((scene) => scene.type === type)]!.firstFrame;
  process.stdout.write(JSON.stringify([firstOf('document'), firstOf('person')]));
}

/** An .mjpeg file is JPEGs one after another: cut where one's end marker meets the next one's start marker. */
export function splitJpegs(bytes: Buffer): Uint8Array[] {
  const seam = Buffer.from([0xff, 0xd9, 0xff, 0xd8]);
  const frames: Uint8Array[] = [];
  let start = 0;
  for (let at = bytes.indexOf(seam); at >= 0; at = bytes.indexOf(seam, at + 1)) {
    frames.push(bytes.subarray(start, at + 2));
    start = at + 2;
  }
  frames.push(bytes.subarray(start));
  return frames;
}

if (import.meta.main) await drawInto(process.argv[2]!);
