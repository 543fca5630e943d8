// Benchmark. From a telephone's photograph of a passport, 12 megapixels, to its reading.
import type { Core } from '../../core/core.ts';
import { median } from '../evaluate/statistics.ts';
import type { Capture } from './capture.ts';

export interface ReadingTimes {
  /** Page and zone. */
  readonly zone: number;
  /** Every line of print as well. */
  readonly withPrint: number;
}

/** Medians, milliseconds, from the bytes in core to the reading in core. A wrong reading is no result. */
export async function measureReading(
  core: Core,
  { jpeg, mrzLines }: Capture['telephone'],
  rounds: number,
): Promise<ReadingTimes> {
  const times = async (print: boolean): Promise<number> => {
    const all: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const startedAt = performance.now();
      const reading = await core.engine.call('readDocument', { image: jpeg, print });
      const ms = performance.now() - startedAt;
      if (!reading.ok) throw new Error(reading.error.message);
      if (reading.value.mrz?.lines.join() !== mrzLines.join())
        throw new Error('the zone of the photograph of 12 megapixels was not read exactly');
      // The first finds caches cold.
      if (round > 0) all.push(ms);
    }
    return median(all);
  };
  return { zone: await times(false), withPrint: await times(true) };
}
