// Engine. A burst of one side: where its first frame does not give the MRZ by itself, the others are looked at as well, and
// what all of them say of each character is put together. What is judged, kept and shown stays the first frame.
import type { Quad } from '../../shared/domain/geometry.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { pagePlane } from '../printed/plane.ts';
import { contentOf } from './fields.ts';
import { contradictions, decodeFrames } from './mrz-decode.ts';
import type { MrzFound } from './mrz-reader.ts';
import { rotateQuad } from './page-quad.ts';
import { inspectSide, pageOf, type Side, type SideTools } from './side.ts';

/**
 * A frame that contradicts what all say together in more places shows another document, or was laid over the wrong
 * columns. Of 105 pairs of spoilt frames of one specimen 99 stayed within it; of pairs of two the best had 15. Documents
 * of one family or one holder differ in 8 places and more: number, dates or names, and their check digits.
 */
const mostContradictions = 2;

/**
 * As `side`, read with the help of `further` frames of the same burst, one after the other until the zone is valid. Costs
 * nothing where it is valid already. A further frame that cannot be decoded adds nothing.
 */
export async function readFurther(
  side: Side,
  further: readonly Uint8Array[],
  tools: SideTools,
): Promise<Side> {
  if (further.length === 0 || isValid(side.mrz)) return side;
  // What was read would have no place in the photograph that is kept; `document.page` asks for another one.
  if (!side.zone && !side.page) return side;
  const start = performance.now();
  const seen = side.zone ? [side.zone] : [];
  let best = side.mrz;
  for (const bytes of further) {
    const frame = await inspectFrame(bytes, tools);
    const quads = frame && placeOf(side, frame);
    if (!frame?.zone || !quads) continue;
    const alike = [...seen, frame.zone].filter((zone) => zone.quads.length === quads.length);
    // A frame that is valid by itself counts only with what the others show: check digits fill in what shine hides, and
    // an altered character that one frame shows must not be mended because another hides it.
    const decoding = decodeFrames(alike.map(({ readings }) => readings));
    const isOne = alike.every(
      ({ readings }) => !decoding || contradictions(decoding, readings) <= mostContradictions,
    );
    if (isOne) seen.push(frame.zone);
    const found = isOne
      ? decoding && { decoding, quads, frames: alike.length }
      : isSameDocument(side.mrz, frame.mrz) && { ...frame.mrz!, quads };
    if (!found) continue;
    if (isValid(found) || !best || found.decoding.score > best.decoding.score) best = found;
    if (isValid(best)) break;
  }
  return {
    ...side,
    mrz: best,
    unreadable: side.unreadable && !best,
    page: pageOf(side.work, side.sight, best),
    timings: { ...side.timings, burstMs: performance.now() - start },
  };
}

const isValid = (found: MrzFound | null): boolean => found?.decoding.judgement.valid ?? false;

/** Two zones that do not fit together, though both were read: the number says whether the first was only read badly. */
function isSameDocument(first: MrzFound | null, other: MrzFound | null): boolean {
  if (!first || !other || !isValid(other)) return false;
  const [number, otherNumber] = [first, other].map(
    ({ decoding }) => contentOf(decoding, 0).fields.documentNumber,
  );
  return number !== undefined && number === otherNumber;
}

/** The side that a frame shows, its zone alone. */
async function inspectFrame(bytes: Uint8Array, tools: SideTools): Promise<Side | null> {
  try {
    return await inspectSide(bytes, tools, { mrz: true, print: false, recapture: false });
  } catch (thrown) {
    if (thrown instanceof FailureError && thrown.kind.startsWith('image.')) return null;
    throw thrown;
  }
}

/**
 * Where the lines of another frame's zone are in the first frame, in pixels of its `work`: where it has the same lines,
 * there; else at the same place of the page. Null where that is not known.
 */
function placeOf(side: Side, { zone, page, work }: Side): readonly Quad[] | null {
  if (!zone) return null;
  if (side.zone?.quads.length === zone.quads.length) return side.zone.quads;
  // The first frame gave a zone of another kind: one of the two was not read as what it is.
  if (side.mrz || !side.page || page?.from !== 'outline') return null;
  // Which way up the page is was read in the other frame; nobody turns a document within a second.
  const scale = side.work.widthPx / work.widthPx;
  const apart = (turns: number) =>
    rotateQuad(side.page!.quad, turns).reduce(
      (sum, [x, y], corner) =>
        sum + Math.hypot(x - page.quad[corner]![0] * scale, y - page.quad[corner]![1] * scale),
      0,
    );
  const turns = [0, 1, 2, 3].reduce((a, b) => (apart(b) < apart(a) ? b : a));
  const { to } = pagePlane(page.quad, 1, 1);
  const { from } = pagePlane(rotateQuad(side.page.quad, turns), 1, 1);
  return zone.quads.map((quad) => quad.map((point) => from(to(point))) as Quad);
}
