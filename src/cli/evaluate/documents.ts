// Command line. Suite `documents`: whole photographs against the lines of their machine-readable zone.
import { join } from 'node:path';
import { z } from 'zod';
import { readNamedInput } from '../input.ts';
import { readTruth } from './dataset.ts';
import { mapInPairs, measuredOrNull, type SuiteContext } from './measured.ts';
import { median, wilson } from './statistics.ts';

const truthSchema = z.record(
  z.string(),
  z.object({ format: z.string().nullable(), mrz: z.array(z.string()) }),
);

export async function evaluateDocuments({ engine, dataFolder, progress }: SuiteContext) {
  const truth = await readTruth(join(dataFolder, 'truth.json'), truthSchema);
  const perFile = await mapInPairs(Object.entries(truth), progress, async ([file, { format, mrz }]) => {
    const image = await readNamedInput(join(dataFolder, file));
    const startedAt = performance.now();
    const reading = measuredOrNull(await engine.call('readDocument', { image, print: false }));
    const lines = reading?.mrz?.lines ?? [];
    return {
      file,
      hasMrz: mrz.length > 0,
      exact: mrz.length > 0 && lines.join('\n') === mrz.join('\n'),
      valid: reading?.mrz?.valid ?? false,
      // Data sets write MRVA where ICAO Doc 9303 writes MRV-A.
      formatRight: reading?.format?.replace('-', '') === format?.replace('-', ''),
      lines,
      expected: mrz,
      ms: performance.now() - startedAt,
      timings: reading?.timings ?? {},
    };
  });
  const withMrz = perFile.filter((file) => file.hasMrz);
  const exact = withMrz.filter((file) => file.exact).length;
  const valid = withMrz.filter((file) => file.valid).length;
  const without = perFile.filter((file) => !file.hasMrz);
  const falseReads = without.filter((file) => file.lines.length > 0).length;
  return {
    files: perFile.length,
    filesWithMrz: withMrz.length,
    mrzExact: exact / withMrz.length,
    mrzExactCi95: wilson(exact, withMrz.length),
    mrzExactFiles: exact,
    mrzValid: valid / withMrz.length,
    mrzValidCi95: wilson(valid, withMrz.length),
    /** Files without a machine-readable zone from which one was read all the same. */
    falseReads: without.length === 0 ? 0 : falseReads / without.length,
    falseReadsCi95: wilson(falseReads, without.length),
    msMedian: median(perFile.map((file) => file.ms)),
    perFile,
  };
}
