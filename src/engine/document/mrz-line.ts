// Engine. Reads a single line of a machine-readable zone, whole or cut short, where the other lines are not at hand.
import { greyToMat, loadOpenCv, withMats } from '../image/opencv.ts';
import { toGrey } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { LineSheet } from './mrz-align.ts';
import { columnsOf, textOf } from './mrz-decode.ts';
import { type MrzField, type MrzLayout, mrzLayouts } from './mrz-formats.ts';
import { pitchOf } from './mrz-pitch.ts';
import type { LineReading, MrzRecogniser } from './mrz-recogniser.ts';
import { searchZone } from './mrz-search.ts';
import { cutWhole } from './mrz-strip.ts';
import { unitsOf } from './mrz-units.ts';

/** Nats; below it the line says too little about what it is, and is given as it was read. */
const leastEvidence = 8;
/** Nats; below it characters that were seen would be dropped, or others invented. */
const mostAgainst = -10;
/** Nats for a character that was read and is no part of the line: a crop of a line holds little else. */
const stainPrice = 12;
/** Nats for a character that was clearly read and has no column: no layout is worth it. */
const droppedPrice = 16;
const clearlyRead = 0.9;
/** The count of characters that were read is wrong by at most so many. */
const miscount = 2;

/** A crop that holds one upright line and hardly more. */
export async function readLineOf(raster: Raster, recogniser: MrzRecogniser): Promise<string> {
  const cv = await loadOpenCv();
  const { image } = withMats((keep) =>
    cutWhole(
      cv,
      keep(greyToMat(cv, toGrey(raster), raster.widthPx, raster.heightPx)),
      recogniser.lineHeightPx,
    ),
  );
  const [reading] = await recogniser.recognise([image]);
  return decodeLine(reading!);
}

/** The text of a line: with the help of the layout's fields where one fits, else as it was read. */
export function decodeLine(reading: LineReading): string {
  const pitch = pitchOf([reading]);
  if (!pitch) return reading.text;
  const read = reading.text.length;
  const clear = reading.confidences.filter((confidence) => confidence >= clearlyRead).length;
  const sheet = new LineSheet(reading, pitch, stainPrice);
  let best = { text: reading.text, evidence: leastEvidence };
  for (const layout of lineLayouts) {
    const length = layout.lengths[0]!;
    const counts = [length, read].filter((count) => count <= length && Math.abs(count - read) <= miscount);
    for (const count of new Set(counts)) {
      const part = count === length ? layout : cutTo(layout, count);
      const columns = columnsOf(part, [[sheet]]);
      if (!columns || columns.against < mostAgainst) continue;
      const zone = searchZone(part, unitsOf(part, columns.scores));
      const dropped = Math.max(0, clear - count);
      const evidence = zone.evidence + columns.against - droppedPrice * dropped;
      if (evidence > best.evidence) best = { text: textOf(zone.lines[0]!), evidence };
    }
  }
  return best.text;
}

/** Every line of every layout as a layout of its own, with the check digits that cover nothing outside it. */
const lineLayouts: readonly MrzLayout[] = mrzLayouts.flatMap((layout) =>
  layout.lengths.map(
    (length, line): MrzLayout => ({
      ...layout,
      lengths: [length],
      fields: layout.fields
        .filter((field) => field.line === line)
        .map((field) => withoutForeignCheck(field, line))
        .map((field) => ({ ...field, line: 0 })),
    }),
  ),
);

function withoutForeignCheck(field: MrzField, line: number): MrzField {
  if (!field.checks) return field;
  const { checks, ...plain } = field;
  if (checks.over.some((span) => span.line !== line)) return { ...plain, alphabet: 'digit' };
  return { ...plain, checks: { ...checks, over: checks.over.map((span) => ({ ...span, line: 0 })) } };
}

/** The first columns alone. */
function cutTo(layout: MrzLayout, length: number): MrzLayout {
  const fields = layout.fields
    .filter((field) => field.start < length)
    .map((field) => ({ ...field, end: Math.min(field.end, length) }));
  return { ...layout, lengths: [length], fields };
}
