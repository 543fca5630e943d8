// Plain Node. What is printed on a side: labels, values and the zone as outlines, and where each of them stands.
import type { DocumentFieldName } from '../../shared/domain/document.ts';
import type { Box } from '../../shared/domain/geometry.ts';
import type { Holder } from './holder.ts';
import type { Layout, Row } from './layout.ts';
import { inkBox, type Lettering, letter } from './lettering.ts';
import { fill } from './print.ts';

export interface PrintedTruth {
  readonly name: DocumentFieldName;
  /** As it stands in print; parts that stand apart are joined by a space. */
  readonly printed: string;
  /** Normalised as in `DocumentFields`. */
  readonly value: string;
  /** Around its ink; around all its parts where it stands in several. */
  readonly boxMm: Box;
}
/** Every line of text on the page, for those who measure text detection. */
export interface TextTruth {
  readonly text: string;
  readonly role: 'label' | 'value' | 'mrz';
  readonly boxMm: Box;
}
export interface Print {
  readonly svg: string;
  readonly texts: readonly TextTruth[];
  readonly printed: readonly PrintedTruth[];
}

// 9303-3, 4.1: OCR-B size 1, ten characters an inch. The font's em for that pitch is 10 points.
export const mrzPitchMm = 2.54;
export const mrzEmMm = 3.528;
const mrzInk = '#14161a';

const union = (a: Box, b: Box): Box => {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
};

function letteringsOf(layout: Layout, [, xMm, yMm, widthMm, label, options = {}]: Row, text: string) {
  const em = options.emMm ?? layout.valueEmMm;
  const before = options.labelWidthMm ?? 0;
  const family = layout.family ?? 'inter';
  const labelLettering: Lettering = {
    family,
    text: label,
    xMm,
    yMm: options.labelWidthMm === undefined ? yMm - em * 1.04 : yMm,
    emMm: options.labelEmMm ?? layout.labelEmMm ?? em * 0.46,
    fill: layout.palette.label,
    maxWidthMm: options.labelWidthMm === undefined ? widthMm : before - 0.6,
  };
  const value: Lettering = {
    family: options.family ?? layout.valueFamily ?? family,
    text,
    xMm: xMm + before,
    yMm,
    emMm: em,
    bold: options.bold ?? 0.035,
    fill: options.fill ?? layout.palette.ink,
    ...(options.pitchMm ? { pitchMm: options.pitchMm } : {}),
    maxWidthMm: widthMm - before,
  };
  return { label: labelLettering, value };
}

export function printSide(layout: Layout, holder: Holder, mrzLines: readonly string[]): Print {
  const parts: string[] = [];
  const texts: TextTruth[] = [];
  const printed = new Map<DocumentFieldName, PrintedTruth>();
  const put = (lettering: Lettering, role: TextTruth['role']) => {
    const boxMm = inkBox(lettering);
    if (!boxMm) return;
    parts.push(letter(lettering));
    texts.push({ text: lettering.text, role, boxMm });
  };
  for (const row of layout.rows) {
    const { text, spans } = fill(row[0], layout, holder);
    const { label, value } = letteringsOf(layout, row, text);
    put(label, 'label');
    put(value, 'value');
    for (const { field, from, to, value: normalised } of spans) {
      const boxMm = inkBox(value, from, to);
      if (!boxMm) continue;
      const part = [...text].slice(from, to).join('');
      const known = printed.get(field);
      printed.set(field, {
        name: field,
        printed: known ? `${known.printed} ${part}` : part,
        value: normalised,
        boxMm: known ? union(known.boxMm, boxMm) : boxMm,
      });
    }
  }
  for (const [index, text] of mrzLines.entries()) {
    put(
      {
        family: 'ocrB',
        text,
        xMm: layout.mrzLeftMm!,
        yMm: layout.heightMm - layout.mrzBaselinesFromBottomMm![index]!,
        emMm: mrzEmMm,
        pitchMm: mrzPitchMm,
        fill: mrzInk,
      },
      'mrz',
    );
  }
  return { svg: parts.join(''), texts, printed: [...printed.values()] };
}
