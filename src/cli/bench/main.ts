// `npm run bench`: time from shutter to verdict and its parts, start-up, live guidance, memory; beside it, in the same
// run, what a JavaScript developer would reach for instead. Prints a table, writes JSON beside the caches. What
// `npm run bench -- store` measures is in store/.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Core } from '../../core/core.ts';
import type { LiveFrame } from '../../shared/contract/contract.ts';
import { median } from '../evaluate/statistics.ts';
import { childrenOf, memoryOf } from '../processes.ts';
import { root } from '../setup/root.ts';
import { withCore } from '../with-core.ts';
import { type Capture, drawCapture } from './capture.ts';
import { type FaceWork, measureFaceWork } from './face.ts';
import { type Floor, measureOverFloor } from './floor.ts';
import { measurePeers, type PeerTimes } from './peers.ts';
import { measureReading, type ReadingTimes } from './reading.ts';
import { measureSearch, type SearchTime, searchedTemplates } from './repeats.ts';
import { measureStartUp, type StartUp } from './start-up.ts';

const rounds = 12;
const guidanceFrames = 40;

interface Bench extends Floor {
  readonly machine: { readonly cpus: number; readonly model: string };
  /** Both photographs arrive at once: nothing was analysed while the applicant posed. */
  readonly filesToVerdictMs: number;
  /** At the kiosk: from the answered challenge, burst and all; the document was analysed meanwhile. */
  readonly answerToVerdictMs: number;
  readonly partsMs: Readonly<Record<string, number>>;
  readonly faces: FaceWork;
  readonly guidanceFramesPerSecond: { readonly document: number; readonly face: number };
  readonly engineReadyMs: number;
  /** One photograph of 12 megapixels. */
  readonly readingMs: ReadingTimes;
  readonly search: SearchTime;
  readonly startUp: StartUp | null;
  readonly memoryMb: Readonly<Record<string, { readonly rest: number; readonly peak: number }>>;
  readonly peers: PeerTimes;
}

const folder = join(root, '.cache/bench');

async function bench(): Promise<Bench> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'proofdesk-bench-'));
  try {
    const capture = await drawCapture();
    const ours = await withCore((core) => measureOurs(core, capture), { acceptSpecimens: true });
    const peers = await measurePeers(capture, scratch, ours);
    const startUp = await measureStartUp().catch((thrown: unknown) => {
      process.stderr.write(
        `bench: start-up not measured: ${thrown instanceof Error ? thrown.message : ''}\n`,
      );
      return null;
    });
    const machine = { cpus: cpus().length, model: cpus()[0]?.model ?? 'unknown' };
    return { machine, ...ours, startUp, peers };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function measureOurs(
  core: Core,
  capture: Capture,
): Promise<Omit<Bench, 'machine' | 'startUp' | 'peers'>> {
  const startedAt = performance.now();
  const warmed = await core.engine.call('warm');
  if (!warmed.ok) throw new Error(warmed.error.message);
  const engineReadyMs = performance.now() - startedAt;
  const files = {
    document: capture.document,
    documentBack: null,
    selfies: capture.selfies,
    documentType: 'passport' as const,
  };
  const verify = async () => {
    const result = await core.verifyFiles(files);
    if (!result.ok) throw new Error(result.error.message);
    return result.value;
  };
  await verify();
  const restMb = memoryHere();

  const parts: Record<string, number[]> = {};
  const { ms: filesToVerdictMs, ...floor } = await measureOverFloor(core, rounds, async () => {
    const shutter = performance.now();
    const report = await verify();
    const ms = performance.now() - shutter;
    for (const [part, partMs] of Object.entries(report.timings))
      parts[part] = [...(parts[part] ?? []), partMs];
    return ms;
  });
  const faces = await measureFaceWork(core, capture);
  const answerToVerdictMs = await measureKiosk(core, capture);
  // Before sharp is loaded here for the small frames: core itself never does.
  const peakMb = memoryHere();
  const guidanceFramesPerSecond = {
    document: await framesPerSecond(core, 'guideDocument', await smallFrame(capture.document)),
    face: await framesPerSecond(core, 'guideFace', await smallFrame(capture.selfies[0]!)),
  };
  const readingMs = await measureReading(core, capture.telephone, rounds);
  const search = await measureSearch(core.engine, capture.selfies[0]!);
  return {
    filesToVerdictMs,
    answerToVerdictMs,
    ...floor,
    faces,
    readingMs,
    search,
    partsMs: Object.fromEntries(Object.entries(parts).map(([part, all]) => [part, median(all)])),
    guidanceFramesPerSecond,
    engineReadyMs,
    memoryMb: Object.fromEntries(
      Object.entries(peakMb).map(([name, { now, peak }]) => [name, { rest: restMb[name]?.now ?? now, peak }]),
    ),
  };
}

/**
 * The kiosk's own calls, as its window makes them. The applicant takes three seconds to look into the camera. What is answered
 * is always the same, so to core it answers something else than it asked, which it takes as long to find out.
 */
async function measureKiosk(core: Core, capture: Capture): Promise<number> {
  const kiosk = core.kiosk('bench');
  const camera = { label: 'Bench Virtual Camera', deviceId: 'bench', widthPx: 1920, heightPx: 1080 };
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const { sessionId } = await kiosk['session.open']({ language: 'en' });
    await kiosk['session.consent']({ sessionId, textVersion: 'bench' });
    await kiosk['session.choose_document']({ sessionId, type: 'passport' });
    await kiosk['session.camera']({ sessionId, camera });
    await kiosk['session.capture_document']({ sessionId, side: 'front', frames: [capture.document] });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const { challengeId } = await kiosk['session.challenge']({ sessionId });
    const { answer, moveFrames, lightFrames } = capture.answered;
    // Core takes no answer before it can have been given.
    await new Promise((resolve) => setTimeout(resolve, answer.lightFramesAtMs.at(-1)));
    const answered = { answer: { ...answer, challengeId }, moveFrames, lightFrames };
    const shutter = performance.now();
    await kiosk['session.capture_selfie']({ sessionId, frames: [...capture.selfies], answered });
    await kiosk['session.verify']({ sessionId });
    times.push(performance.now() - shutter);
    await kiosk['session.close']({ sessionId, reason: 'completed' });
  }
  return median(times);
}

async function framesPerSecond(core: Core, call: 'guideDocument' | 'guideFace', frame: LiveFrame) {
  await core.engine.call(call, { frame });
  const startedAt = performance.now();
  for (let i = 0; i < guidanceFrames; i++) {
    const result = await core.engine.call(call, { frame });
    if (!result.ok) throw new Error(result.error.message);
  }
  return guidanceFrames / ((performance.now() - startedAt) / 1000);
}

/** As the kiosk sends frames: 640 pixels wide, RGBA. */
async function smallFrame(encoded: Uint8Array): Promise<LiveFrame> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(encoded)
    .resize({ width: 640 })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { widthPx: info.width, heightPx: info.height, rgba: new Uint8Array(data) };
}

/** Core runs in this process; the engine is its child. */
function memoryHere(): Record<string, { now: number; peak: number }> {
  const engine = childrenOf(process.pid).find((child) => child.program.includes('engine/main'));
  return { core: memoryOf(process.pid), ...(engine ? { engine: memoryOf(engine.pid) } : {}) };
}

function table(result: Bench): string {
  const { faces } = result;
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const percent = (value: number) => `${(value * 100).toFixed(0)} %`;
  const inferences = ({ floorParts }: Floor) =>
    Object.entries(floorParts).map(([name, { calls, bareMs }]): [string, string] => [
      `  ${name}`,
      `${calls} x ${bareMs.toFixed(1)} ms`,
    ]);
  const rows: [string, string][] = [
    ['photographs to verdict, all at once', ms(result.filesToVerdictMs)],
    ['answered challenge to verdict, at the kiosk', ms(result.answerToVerdictMs)],
    ...Object.entries(result.partsMs).map(([part, value]): [string, string] => [`  ${part}`, ms(value)]),
    ['floor: bare inference of the models', ms(result.floorMs)],
    ...inferences(result),
    ['over the floor', percent(result.overhead)],
    [`face work, ${faces.burstFrames} + ${faces.challengeFrames} frames to result`, ms(faces.ms)],
    ['  bare inference of its models', ms(faces.floorMs)],
    ...inferences(faces),
    ['  overhead over bare inference (goal: at most 20 %)', percent(faces.overhead)],
    ['  peer: @vladmandic/human, the same frames', ms(result.peers.facesMs)],
    ['  peer / ours (goal: 5 times)', `${result.peers.facesTimesOurs.toFixed(1)} times`],
    ['live guidance, document', `${result.guidanceFramesPerSecond.document.toFixed(0)} frames/s`],
    ['live guidance, face', `${result.guidanceFramesPerSecond.face.toFixed(0)} frames/s`],
    [
      `search of ${searchedTemplates.toLocaleString('en')} templates`,
      `${result.search.ms.toFixed(1)} ms (${result.search.dimensions} numbers each)`,
    ],
    ['engine: start to warm', ms(result.engineReadyMs)],
    [
      'app: start to first screen / to ready',
      result.startUp ? `${ms(result.startUp.windowMs)} / ${ms(result.startUp.readyMs)}` : 'not measured',
    ],
    ...Object.entries(result.memoryMb).map(([name, { rest, peak }]): [string, string] => [
      `memory of ${name}, rest / peak`,
      `${rest.toFixed(0)} / ${peak.toFixed(0)} MB`,
    ]),
    ...Object.entries(result.startUp?.memoryMb ?? {}).map(([name, { rest, peak }]): [string, string] => [
      `memory of ${name} in the app, rest / peak`,
      `${rest.toFixed(0)} / ${peak.toFixed(0)} MB`,
    ]),
    [
      'peer: tesseract.js, whole photograph',
      `${ms(result.peers.tesseractMs)}, ${result.peers.tesseractPeakMb.toFixed(0)} MB`,
    ],
    [
      'peer: @vladmandic/human, portrait and selfies',
      `${ms(result.peers.humanMs)}, ${result.peers.humanPeakMb.toFixed(0)} MB`,
    ],
    ['peers together / ours', `${result.peers.timesOurs.toFixed(1)} times`],
    ['reading a document of 12 megapixels', ms(result.readingMs.zone)],
    ['  with its print', ms(result.readingMs.withPrint)],
    [
      '  peer: tesseract.js, the same photograph',
      `${ms(result.peers.readingMs)}, ${result.peers.readingPeakMb.toFixed(0)} MB`,
    ],
    ['  peer / ours', `${result.peers.readingTimesOurs.toFixed(1)} times`],
  ];
  return rows.map(([name, value]) => `${name.padEnd(52)} ${value}`).join('\n');
}

async function benchVerification(): Promise<void> {
  const result = await bench();
  const file = join(folder, 'bench.json');
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${table(result)}\nas JSON: ${relative(process.cwd(), file)}\n`);
}

const [what, ...rest] = process.argv.slice(2);
try {
  if (what === 'store') await (await import('./store/main.ts')).benchStore(rest);
  else await benchVerification();
} catch (thrown) {
  process.stderr.write(`bench: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 4;
}
