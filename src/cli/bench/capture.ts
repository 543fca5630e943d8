// Benchmark. What the kiosk's camera takes of one applicant: a passport and five selfie frames, full HD, and the small frames
// of an answered challenge. Beside it a passport as a telephone photographs it, 4000 x 3000.
// Run as a program with a folder, it draws them there: the drawing's memory is not core's.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { issueChallenge } from '../../core/sessions/challenges.ts';
import type { AnsweredChallenge } from '../../shared/contract/engine-contract.ts';
import type { Answer, Challenge } from '../../shared/domain/challenge.ts';
import type { Recording } from '../../shared/domain/challenge-walk.ts';
import { required } from './floor.ts';

export interface Capture {
  readonly document: Uint8Array;
  readonly selfies: readonly Uint8Array[];
  readonly answered: AnsweredChallenge;
  /** With what its zone says. */
  readonly telephone: { readonly jpeg: Uint8Array; readonly mrzLines: readonly string[] };
}

/** As the kiosk's burst. */
const selfieFrames = 5;

export async function drawCapture(): Promise<Capture> {
  const scratch = await mkdtemp(join(tmpdir(), 'proofdesk-bench-'));
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, scratch]);
    const { document, person, mrzLines, challenge, answer } = JSON.parse(stdout) as Drawn;
    const [frames, challengeFrames] = (await Promise.all(
      ['applicant.mjpeg', 'challenge.mjpeg'].map(async (name) =>
        splitJpegs(await readFile(join(scratch, name))),
      ),
    )) as [Uint8Array[], Uint8Array[]];
    const moves = answer.moveFramesAtMs.length;
    return {
      document: frames[document]!,
      selfies: Array.from({ length: selfieFrames }, (_, i) => frames[person + i * 5]!),
      answered: {
        ...{ challenge, answer },
        moveFrames: challengeFrames.slice(0, moves),
        lightFrames: challengeFrames.slice(moves),
      },
      telephone: { jpeg: await readFile(join(scratch, 'telephone.jpg')), mrzLines },
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** First frames of the document and the person in the recording; what the telephone's passport says; what was asked. */
interface Drawn {
  readonly document: number;
  readonly person: number;
  readonly mrzLines: readonly string[];
  readonly challenge: Challenge;
  readonly answer: Answer;
}

/** As wide as the kiosk sends the frames of a challenge. */
const challengeCamera = { widthPx: 640, heightPx: 360 } as const;

/** The same person in three dimensions, on a clock of her own, as the kiosk's coach sees her. */
async function answerChallenge(studio: typeof import('../../studio/index.ts')): Promise<{
  readonly challenge: Challenge;
  readonly answered: Recording;
}> {
  const { withCore } = await import('../with-core.ts');
  const { record } = await import('../evaluate/virtual-session.ts');
  const asset = await studio.prepareHead('emily-2');
  const presenter = studio.createPresenter('bona-fide', { seed: 1, asset, camera: challengeCamera });
  const challenge = issueChallenge({ moves: 2, light: true });
  return withCore(async (core) => {
    // Of an engine that still starts a coach hears nothing.
    required(await core.engine.call('warm'));
    return { challenge, answered: (await record(core.engine, presenter, challenge)).answered };
  });
}

async function drawInto(folder: string): Promise<void> {
  const studio = await import('../../studio/index.ts');
  const scenes = studio.matchingApplicant();
  const written = await studio.writeRecording(join(folder, 'applicant.mjpeg'), scenes, {
    widthPx: 1920,
    heightPx: 1080,
    range: 'full',
  });
  const firstOf = (type: 'document' | 'person') =>
    written.scenes[scenes.findIndex((scene) => scene.type === type)]!.firstFrame;
  const portrait = { image: await studio.subjectImage('emily-1'), face: studio.subjects['emily-1'].face };
  const { jpeg, truth } = await studio.photograph({
    specimen: await studio.drawSpecimen({ kind: 'td3', seed: 11, portrait, pxPerMm: 24 }),
    seed: 11,
    camera: { ...studio.telephone, noise: 1.5, defocusPx: 0.8, jpegQuality: 90 },
    pose: { yawDegrees: 5, pitchDegrees: -4, rollDegrees: 3, fill: 0.85 },
  });
  await writeFile(join(folder, 'telephone.jpg'), jpeg);
  const { challenge, answered } = await answerChallenge(studio);
  await writeFile(join(folder, 'challenge.mjpeg'), [...answered.moveFrames, ...answered.lightFrames]);
  const drawn: Drawn = {
    challenge,
    answer: answered.answer,
    document: firstOf('document'),
    person: firstOf('person'),
    mrzLines: truth.specimen.mrzLines,
  };
  process.stdout.write(JSON.stringify(drawn));
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
