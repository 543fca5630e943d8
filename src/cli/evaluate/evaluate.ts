// Command line: `evaluate SUITE --data DIR`. Every accuracy figure we state comes out of here.
import { join } from 'node:path';
import { loadPolicy } from '../../core/policy/load-policy.ts';
import type { CheckCode } from '../../shared/domain/check.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { root } from '../setup/root.ts';
import { withCore } from '../with-core.ts';
import { evaluateDocuments } from './documents.ts';
import { evaluateFaces } from './faces.ts';
import type { SuiteContext } from './measured.ts';
import { evaluateMrzLines } from './mrz-lines.ts';
import { evaluateLiveness, evaluateRecapture } from './presentation-attacks.ts';

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
  faces: evaluateFaces,
  liveness: (context: SuiteContext) => evaluateLiveness(context, thresholdOf('selfie.live.passive')),
  recapture: (context: SuiteContext) =>
    evaluateRecapture(context, {
      screen: thresholdOf('document.original.screen'),
      print: thresholdOf('document.original.print'),
    }),
} satisfies Record<string, (context: SuiteContext) => Promise<object>>;

export const suiteNames = Object.keys(suites) as (keyof typeof suites)[];

export async function evaluateCommand(
  name: string,
  options: { readonly data: string; readonly json?: boolean },
): Promise<void> {
  const suite = Object.hasOwn(suites, name) ? suites[name as keyof typeof suites] : undefined;
  if (!suite)
    throw new FailureError(
      'request.invalid',
      `There is no suite ${name}; there are ${suiteNames.join(', ')}.`,
    );
  await withCore(async ({ engine }) => {
    const progress = (done: number, total: number) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total}${done === total ? '\n' : ''}`);
    };
    const metrics = await suite({ engine, dataFolder: options.data, progress });
    if (options.json) process.stdout.write(`${JSON.stringify({ suite: name, ...metrics })}\n`);
    else printMetrics(metrics);
  });
}

/** A table of the figures; lists of files are in the JSON alone. */
function printMetrics(metrics: object): void {
  const shown = (value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);
  for (const [name, value] of Object.entries(metrics)) {
    if (name === 'perFile') continue;
    process.stdout.write(
      `${name.padEnd(20)} ${JSON.stringify(value, (_, inner: unknown) => shown(inner))}\n`,
    );
  }
}
