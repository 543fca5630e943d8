// Command line. Suite `mrz-lines`: single-line crops against their text.
import { join } from 'node:path';
import { z } from 'zod';
import { readNamedInput } from '../input.ts';
import { readTruth } from './dataset.ts';
import { mapInPairs, measuredOrNull, type SuiteContext } from './measured.ts';
import { bootstrapRatio, editDistance, median, wilson } from './statistics.ts';

export async function evaluateMrzLines({ engine, dataFolder, progress }: SuiteContext) {
  const truth = await readTruth(join(dataFolder, 'truth.json'), z.record(z.string(), z.string()));
  const lines = await mapInPairs(Object.entries(truth), progress, async ([file, expected]) => {
    const image = await readNamedInput(join(dataFolder, file));
    const reading = measuredOrNull(await engine.call('readMrzLine', { image }));
    const text = reading?.text ?? '';
    return {
      file,
      errors: editDistance(text, expected),
      total: expected.length,
      ms: reading?.ms ?? null,
      text,
      expected,
    };
  });
  const exact = lines.filter((line) => line.errors === 0).length;
  const sum = (pick: (line: (typeof lines)[number]) => number) =>
    lines.reduce((total, line) => total + pick(line), 0);
  return {
    lines: lines.length,
    exact: exact / lines.length,
    exactCi95: wilson(exact, lines.length),
    cer: sum((line) => line.errors) / sum((line) => line.total),
    cerCi95: bootstrapRatio(lines),
    msPerLine: median(lines.flatMap((line) => line.ms ?? [])),
    perFile: lines
      .filter((line) => line.errors > 0)
      .map(({ file, text, expected }) => ({ file, text, expected })),
  };
}
