// Engine. The holder's name in the issuer's own script, where it is printed without a label of its own. Pure.

import { stateOf } from '../rules/states.ts';
import type { FoundValue } from './assemble.ts';
import type { PrintedLine, Segment } from './plane.ts';

/** A Chinese, Japanese or Korean name: two to six characters. */
const name = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]{2,6}$/u;
/** Words that look like names: what forms and states print. */
const noName =
  /中[華华]|民[國国]|共和|人民|身[分份]|[國国]民|[護护]照|[簽签]|[號号][碼码]|[發发][證证]|[公內内]安|外交|[樣样]本|[機机][關关]|[臺台][灣湾]|[證证]件|日本|旅券|韓國|香港|澳[門门]|駕|驾|免許/u;

/** The one that stands nearest to the name in Latin letters. */
export function findNativeName(
  segments: readonly Segment[],
  found: readonly FoundValue[],
  lines: readonly PrintedLine[],
): FoundValue | null {
  const anchor = found.find(({ name: field }) => field === 'surname' || field === 'givenNames')?.segments[0];
  if (!anchor) return null;
  const taken = new Set(found.flatMap((one) => one.segments));
  let best: { readonly segment: Segment; readonly distance: number } | null = null;
  for (const segment of segments) {
    const text = segment.text.replace(/[\s,，、·.]/g, '');
    if (taken.has(segment) || !name.test(text) || noName.test(text) || stateOf(text)) continue;
    const confidences = lines[segment.line]!.confidences.slice(segment.start, segment.end);
    if (confidences.some((confidence) => confidence < 0.5)) continue;
    const height = anchor.bottom - anchor.top;
    const distance =
      Math.abs(segment.top + segment.bottom - anchor.top - anchor.bottom) / 2 +
      Math.abs(segment.left - anchor.left) / 4;
    if (distance < 5 * height && (!best || distance < best.distance)) best = { segment, distance };
  }
  if (!best) return null;
  const { segment } = best;
  return {
    name: 'nativeName',
    value: segment.text.replace(/[\s,，、.]/g, ''),
    segments: [segment],
    start: 0,
    end: segment.text.length,
  };
}
