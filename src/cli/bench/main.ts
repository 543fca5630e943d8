// `npm run bench`: time from shutter to verdict and its parts, start-up, live guidance, memory; beside it, in the same
// run, what a JavaScript developer would reach for instead. Prints a table, writes JSON beside the caches.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import type { Core } from '../../core/core.ts';
import type { LiveFrame } from '../../shared/contract/contract.ts';
import { median } from '../evaluate/statistics.ts';
import { childrenOf, memoryOf } from '../processes.ts';
import { root } from '../setup/root.ts';
import { withCore } from '../with-core.ts';
import { type Capture, drawCapture } from './capture.ts';
import { measureReading, type ReadingTimes } from './reading.ts';
import { measureSearch, type SearchTime, searchedTemplates } from './repeats.ts';
import { measureStartUp, type StartUp } from './start-up.ts';

const rounds = 12;
const guidanceFrames = 40;

interface Bench {
  readonly machine: { readonly cpus: number; readonly model: string };
  /** Both photographs arrive at once: nothing was analysed while the applicant posed. */
  readonly filesToVerdictMs: number;
  /** At the kiosk: from the selfie's shutter; the document was analysed meanwhile. */
  readonly shutterToVerdictMs: number;
  readonly partsMs: Readonly<Record<string, number>>;
  /** Each model's bare inference, times how often one verification runs it. */
  readonly floorMs: number;
  readonly floorParts: Readonly<Record<string, { readonly calls: number; readonly bareMs: number }>>;
  /** Time to the verdict over the floor, minus one. Work runs side by side, so it can be negative. */
  readonly overhead: number;
  readonly guidanceFramesPerSecond: { readonly document: number; readonly face: number };
  readonly engineReadyMs: number;
  /** One photograph of 12 megapixels. */
  readonly readingMs: ReadingTimes;
  readonly search: SearchTime;
  readonly startUp: StartUp | null;
  readonly memoryMb: Readonly<Record<string, { readonly rest: number; readonly peak: number }>>;
  readonly peers: {
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
  };
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

  const before = await tally(core);
  const times: number[] = [];
  const parts: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    const shutter = performance.now();
    const report = await verify();
    times.push(performance.now() - shutter);
    for (const [part, ms] of Object.entries(report.timings)) parts[part] = [...(parts[part] ?? []), ms];
  }
  const after = await tally(core);

  const bare = await core.engine.call('inferenceFloor', { runs: 15 });
  if (!bare.ok) throw new Error(bare.error.message);
  const floorParts = Object.fromEntries(
    Object.entries(after)
      .map(
        ([name, total]) =>
          [
            name,
            { calls: (total.calls - (before[name]?.calls ?? 0)) / rounds, bareMs: bare.value[name] ?? 0 },
          ] as const,
      )
      .filter(([, { calls }]) => calls > 0),
  );
  const floorMs = Object.values(floorParts).reduce((sum, { calls, bareMs }) => sum + calls * bareMs, 0);
  const filesToVerdictMs = median(times);
  const shutterToVerdictMs = await measureKiosk(core, capture);
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
    shutterToVerdictMs,
    readingMs,
    search,
    partsMs: Object.fromEntries(Object.entries(parts).map(([part, all]) => [part, median(all)])),
    floorMs,
    floorParts,
    overhead: filesToVerdictMs / floorMs - 1,
    guidanceFramesPerSecond,
    engineReadyMs,
    memoryMb: Object.fromEntries(
      Object.entries(peakMb).map(([name, { now, peak }]) => [name, { rest: restMb[name]?.now ?? now, peak }]),
    ),
  };
}

async function tally(core: Core) {
  const result = await core.engine.call('inferenceTally');
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** The kiosk's own calls, as its window makes them. The applicant takes three seconds to look into the camera. */
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
    const shutter = performance.now();
    await kiosk['session.capture_selfie']({ sessionId, frames: [...capture.selfies], answered: null });
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

async function measurePeers(
  capture: Capture,
  scratch: string,
  ours: Pick<Bench, 'filesToVerdictMs' | 'readingMs'>,
): Promise<Bench['peers']> {
  const paths = {
    document: join(scratch, 'document.jpg'),
    selfie: join(scratch, 'selfie.jpg'),
    telephone: join(scratch, 'telephone.jpg'),
  };
  await writeFile(paths.document, capture.document);
  await writeFile(paths.selfie, capture.selfies[0]!);
  await writeFile(paths.telephone, capture.telephone.jpeg);
  const peer = async (which: 'tesseract' | 'human', files: readonly string[]) => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(import.meta.dirname, 'peer.ts'), which, ...files],
      { maxBuffer: 1 << 24 },
    );
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as { ms: number; peakMb: number };
  };
  const tesseract = await peer('tesseract', [paths.document]);
  const reading = await peer('tesseract', [paths.telephone]);
  // Both faces: the document's portrait and as many selfie frames as we analyse.
  const human = await peer('human', [paths.document, ...capture.selfies.map(() => paths.selfie)]);
  return {
    tesseractMs: tesseract.ms,
    tesseractPeakMb: tesseract.peakMb,
    humanMs: human.ms,
    humanPeakMb: human.peakMb,
    timesOurs: (tesseract.ms + human.ms) / ours.filesToVerdictMs,
    readingMs: reading.ms,
    readingPeakMb: reading.peakMb,
    readingTimesOurs: reading.ms / ours.readingMs.zone,
  };
}

function table(result: Bench): string {
  const ms = (value: number) => `${value.toFixed(0)} ms`;
  const rows: [string, string][] = [
    ['photographs to verdict, all at once', ms(result.filesToVerdictMs)],
    ['selfie shutter to verdict, at the kiosk', ms(result.shutterToVerdictMs)],
    ...Object.entries(result.partsMs).map(([part, value]): [string, string] => [`  ${part}`, ms(value)]),
    ['floor: bare inference of the models', ms(result.floorMs)],
    ...Object.entries(result.floorParts).map(([name, { calls, bareMs }]): [string, string] => [
      `  ${name}`,
      `${calls} x ${bareMs.toFixed(1)} ms`,
    ]),
    ['over the floor', `${(result.overhead * 100).toFixed(0)} %`],
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
  return rows.map(([name, value]) => `${name.padEnd(48)} ${value}`).join('\n');
}

try {
  const result = await bench();
  const file = join(folder, 'bench.json');
  await writeFile(file, `${JSON.stringify(result, null, 2)}\n`);
  process.stdout.write(`${table(result)}\nas JSON: ${relative(process.cwd(), file)}\n`);
} catch (thrown) {
  process.stderr.write(`bench: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 4;
}
