// Command line: `evaluate SUITE`, with `--data DIR` where it does not draw its own pictures. Every accuracy figure we state
// comes out of here.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPolicy } from '../../core/policy/load-policy.ts';
import type { CheckCode } from '../../shared/domain/check.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { root } from '../setup/root.ts';
import { withCore } from '../with-core.ts';
import { evaluateCoaching } from './coaching.ts';
import { evaluateDocuments } from './documents.ts';
import { evaluateFaces } from './faces.ts';
import type { DrawnSuiteContext, SuiteContext } from './measured.ts';
import { evaluateMrzLines } from './mrz-lines.ts';
import { drawPlot, type Plot } from './plot.ts';
import { evaluatePortraits } from './portraits.ts';
import { evaluateLiveness, evaluateRecapture } from './presentation-attacks.ts';
import { evaluateScans } from './scans.ts';
import { evaluateScenes } from './scenes.ts';
import { evaluateSessions } from './sessions.ts';
import { evaluateVirtual } from './virtual.ts';
import type { Group } from './virtual-tally.ts';

/** Attack suites are measured at the thresholds that the policy in force decides with. */
function thresholdOf(code: CheckCode): number {
  const { checks } = loadPolicy(join(root, 'resources/policy/default.json'));
  const threshold = checks[code].threshold;
  if (threshold === null)
    throw new FailureError('request.invalid', `The policy has no threshold for ${code}.`);
  return threshold;
}

const suites = {
  'mrz-lines': evaluateMrzLines,
  documents: evaluateDocuments,
  faces: (context: SuiteContext) => evaluateFaces(context, thresholdOf('match.selfie_portrait')),
  liveness: (context: SuiteContext) => evaluateLiveness(context, thresholdOf('selfie.live.passive')),
  recapture: (context: SuiteContext) =>
    evaluateRecapture(context, {
      screen: thresholdOf('document.original.screen'),
      print: thresholdOf('document.original.print'),
    }),
} satisfies Record<string, (context: SuiteContext) => Promise<object>>;

/** Suites that need no data: the studio draws their pictures, by seed. */
const drawnSuites = {
  coaching: evaluateCoaching,
  virtual: evaluateVirtual,
  scenes: evaluateScenes,
  scans: evaluateScans,
  sessions: evaluateSessions,
} satisfies Record<string, (context: DrawnSuiteContext) => Promise<object>>;

/** Suites that draw something of the data they measure on, and so take a sample of it. */
const sampledSuites = {
  portraits: (context: SuiteContext, count: number | null) =>
    evaluatePortraits(context, thresholdOf('match.selfie_portrait'), count),
} satisfies Record<string, (context: SuiteContext, count: number | null) => Promise<object>>;

const suiteNames: readonly string[] = [suites, sampledSuites, drawnSuites].flatMap(Object.keys);

interface Options {
  readonly data?: string;
  readonly count?: number;
  /** File for the drawing of error rates and scores. */
  readonly plot?: string;
  readonly json?: boolean;
}
type Surroundings = Pick<SuiteContext, 'engine' | 'progress'>;

function suiteOf(name: string, { data, count }: Options): (surroundings: Surroundings) => Promise<object> {
  const refuse = (message: string) => new FailureError('request.invalid', message);
  if (Object.hasOwn(drawnSuites, name)) {
    const suite = drawnSuites[name as keyof typeof drawnSuites];
    if (data !== undefined) throw refuse(`Suite ${name} draws its own pictures: it takes no --data.`);
    return (surroundings) => suite({ ...surroundings, count: count ?? null });
  }
  if (Object.hasOwn(sampledSuites, name)) {
    const suite = sampledSuites[name as keyof typeof sampledSuites];
    if (data === undefined) throw refuse(`Suite ${name} measures on data: say where it is, with --data.`);
    return (surroundings) => suite({ ...surroundings, dataFolder: data }, count ?? null);
  }
  if (Object.hasOwn(suites, name)) {
    const suite = suites[name as keyof typeof suites];
    if (data === undefined) throw refuse(`Suite ${name} measures on data: say where it is, with --data.`);
    if (count !== undefined) throw refuse(`Suite ${name} measures on all its data: it takes no --count.`);
    return (surroundings) => suite({ ...surroundings, dataFolder: data });
  }
  throw refuse(`There is no suite ${name}; there are ${suiteNames.join(', ')}.`);
}

export async function evaluateCommand(name: string, options: Options): Promise<void> {
  const suite = suiteOf(name, options);
  await withCore(async ({ engine }) => {
    const progress = (done: number, total: number) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total}${done === total ? '\n' : ''}`);
    };
    const { plot, ...metrics } = (await suite({ engine, progress })) as { readonly plot?: Plot };
    if (options.plot !== undefined) {
      if (!plot) throw new FailureError('request.invalid', `Suite ${name} has nothing to plot.`);
      await writeFile(options.plot, drawPlot(plot));
    }
    if (options.json) process.stdout.write(`${JSON.stringify({ suite: name, ...metrics })}\n`);
    else printMetrics(metrics);
  });
}

/** A table of the figures; lists of files and whole curves are in the JSON alone. */
function printMetrics(metrics: object): void {
  const shown = (value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
  for (const [name, value] of Object.entries(metrics)) {
    if (name === 'perFile' || name === 'rates') continue;
    if (isGroups(value)) {
      process.stdout.write(`${name}\n${value.map(groupText).join('')}`);
      continue;
    }
    process.stdout.write(
      `${name.padEnd(20)} ${JSON.stringify(value, (_, inner: unknown) => shown(inner))}\n`,
    );
  }
}

const isGroups = (value: unknown): value is readonly Group[] =>
  Array.isArray(value) && value.every((row) => typeof row === 'object' && row !== null && 'group' in row);

const groupText = ({ group, right, total, rate, ci95: [low, high] }: Group): string =>
  `  ${group.padEnd(32)} ${`${right} of ${total}`.padStart(12)}  ${rate.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]\n`;
