// Command line. Suite `virtual`: photographs that the studio takes of its own specimens, against what stands on them.
// It needs no data. What it can say and what not is in src/studio/README.md: it is no substitute for real photographs.

import type { DocumentReading } from '../../shared/domain/document.ts';
import type { Quad } from '../../shared/domain/geometry.ts';
import { foldMarks } from '../../shared/domain/letters.ts';
import {
  drawSpecimen,
  type Photograph,
  type PortraitSource,
  photograph,
  type SubjectName,
  settings,
  subjectImage,
  subjects,
  webcam,
} from '../../studio/index.ts';
import { seededRandom } from '../../studio/random.ts';
import { layouts } from '../../studio/specimen/layouts.ts';
import { type DrawnSuiteContext, inTurn, mapInPairs, measuredOrNull } from './measured.ts';
import { ordinaryCount, planShots, type Shot } from './virtual-plan.ts';
import { type ShotResult, tally } from './virtual-tally.ts';

/** No document is printed finer: 600 dots an inch. */
const finestPxPerMm = 24;

let portraits: Promise<readonly PortraitSource[]> | null = null;
const allPortraits = () => {
  portraits ??= Promise.all(
    (Object.keys(subjects) as SubjectName[]).map(async (name) => ({
      image: await subjectImage(name),
      face: subjects[name].face,
    })),
  );
  return portraits;
};

/** Takes the photograph that a shot plans. Deterministic. */
export async function take({ kind, seed, conditions, setting }: Shot): Promise<Photograph> {
  const { widthMm, heightMm } = layouts[kind];
  const { widthPx, heightPx } = { ...webcam, ...conditions.camera };
  const pxPerMm = Math.min(
    finestPxPerMm,
    Math.ceil(Math.max(widthPx, heightPx) / Math.max(widthMm, heightMm)),
  );
  const all = await allPortraits();
  const specimen = await drawSpecimen({ kind, seed, portrait: all[seed % all.length]!, pxPerMm });
  if (!setting) return photograph({ ...conditions, specimen });
  const arranged = await settings[setting].arrange(specimen, conditions, seededRandom(seed).stream(setting));
  return photograph({ ...arranged.conditions, specimen: arranged.specimen });
}

/** Case, kinds of apostrophes and blanks do not make another name; signs between its groups do not make another number. */
function comparable(field: string, value: string): string {
  const plain = value.normalize('NFC').toUpperCase().replaceAll('’', "'").replace(/\s+/g, ' ').trim();
  return /Number$/.test(field) ? plain.replace(/[^\p{L}\p{N}]/gu, '') : plain;
}

/**
 * Mean distance of the corners, as a share of the page's diagonal. Which corner comes first is not asked here: a page turned
 * the wrong way shows in what is read.
 */
export function cornerError(found: Quad, truth: Quad): number {
  const diagonal = Math.hypot(truth[2][0] - truth[0][0], truth[2][1] - truth[0][1]);
  const errors = [0, 1, 2, 3].map((first) =>
    truth.reduce((sum, [x, y], corner) => {
      const [foundX, foundY] = found[(first + corner) % 4]!;
      return sum + Math.hypot(foundX - x, foundY - y) / 4;
    }, 0),
  );
  return Math.min(...errors) / diagonal;
}

export function judge(
  shot: Shot,
  { truth }: Pick<Photograph, 'truth'>,
  reading: DocumentReading | null,
  ms: number,
): ShotResult {
  const { kind, language, format, mrzLines, printed } = truth.specimen;
  const lines = reading?.mrz?.lines ?? [];
  return {
    shot: `${kind} ${shot.seed}`,
    ...{ kind, language, format, axis: shot.axis, value: shot.value },
    zone:
      mrzLines.length === 0
        ? null
        : {
            hidden: truth.hidden.mrz,
            exact: lines.join() === mrzLines.join(),
            valid: reading?.mrz?.valid ?? false,
            lines,
            expected: mrzLines,
          },
    invented: mrzLines.length === 0 && lines.length > 0,
    fields: printed
      .filter(({ name }) => !truth.hidden.printed.includes(name))
      .map(({ name, value }) => {
        const read = reading?.printed.find((field) => field.name === name)?.value ?? null;
        const [own, expected] = [comparable(name, read ?? ''), comparable(name, value)];
        return {
          name,
          right: read !== null && foldMarks(own) === foldMarks(expected),
          rightToTheMark: own === expected,
          read,
          expected: value,
        };
      }),
    cornerError: reading?.quad ? cornerError(reading.quad, truth.quad) : null,
    ms,
  };
}

export async function evaluateVirtual({ engine, count, progress }: DrawnSuiteContext) {
  const reading = inTurn();
  const results = await mapInPairs(planShots(count ?? ordinaryCount), progress, async (shot) => {
    const taken = await take(shot);
    return reading(async () => {
      const startedAt = performance.now();
      const read = measuredOrNull(await engine.call('readDocument', { image: taken.jpeg, print: true }));
      return judge(shot, taken, read, performance.now() - startedAt);
    });
  });
  return tally(results);
}
