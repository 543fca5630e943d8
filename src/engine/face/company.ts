// Engine. Who else is in the picture: persons beside and behind, faces on paper, and a document that is shown in place of a face.
import type { InferenceSession } from 'onnxruntime-node';
import { type Box, boxToQuad, type Quad } from '../../shared/domain/geometry.ts';
import { lookForPage, pageFrom } from '../document/page-network.ts';
import { detectFaces, overlap } from './detect.ts';
import type { Face } from './face.ts';
import { livenessOf } from './liveness.ts';
import { cropResize, type Pixels } from './pixels.ts';
import { fewestFrames, type GreyFrame, isStill } from './stillness.ts';

export interface CompanyModels {
  readonly detection: InferenceSession;
  readonly page: InferenceSession;
  readonly liveness: InferenceSession;
}

/** Beside: a second applicant. Behind: too small for one. On paper: a document, a poster, a photograph on the wall. */
export const faceKinds = ['beside', 'behind', 'on_paper'] as const;
export type FaceKind = (typeof faceKinds)[number];

export interface OtherFace {
  readonly face: Face;
  readonly kind: FaceKind;
}

export interface Company {
  readonly others: readonly OtherFace[];
  /** The page that the largest face is printed on, in the image's pixels; `null` where it is on none. */
  readonly document: Quad | null;
}

/** A face counts as a person beside from this share of the largest one's height; people in the background are smaller. */
export const besideShare = 0.5;
/** Below this the detector's second faces are mostly hands and patterns. */
const sureFace = 0.8;
/**
 * A page counts as the face's own when its outline is to be seen along this share of its sides and it is at least so many
 * faces large (the root of its area): 32 of 33 documents held up by the studio have that, and none of 362 faces of NUAA,
 * LFW and the portraits, around which the network otherwise sees pages that are not there.
 */
const outlineSeen = 0.6;
const pageInFaces = 1.8;
/**
 * Passive liveness below which a second face is a picture: on NUAA shrunk to faces 50 px high 148 of 150 prints lie below
 * and no bona fide face below 0.94. Low, for a second person must not pass for a picture: of LFW's press photographs 2 %
 * lie below.
 */
export const liveFrom = 0.1;
/** Input on which faces of a fortieth of the picture are found: the portrait of a card that lies in view. */
const smallFacesPx = 640;
/** How much around a face is searched for the page that it is printed on, in heights of the face. */
const pageSurroundings = 7;

export const isBeside = ({ box, score }: Face, largest: Face): boolean =>
  score >= sureFace && box.height >= besideShare * largest.box.height;

/**
 * `faces`: of one frame, the largest first. `frames`: the whole burst in grey, oldest first; may be empty. A face that keeps
 * to its place to a fraction of a pixel while the largest one moves is on paper, however live it looks; one that moves is on
 * paper only where a page is to be seen around it.
 */
export async function tellApart(
  models: CompanyModels,
  image: Pixels,
  faces: readonly Face[],
  frames: readonly GreyFrame[],
): Promise<Company> {
  const [largest, ...rest] = faces;
  if (!largest) return { others: [], document: null };
  const document = await pageAround(models.page, image, largest);
  const whole = { x: 0, y: 0, width: image.widthPx, height: image.heightPx };
  const seen = [
    ...rest,
    ...(await detectFaces(models.detection, image, { ...whole, inputPx: smallFacesPx }, 0.6)),
  ];
  const movement = frames.length >= fewestFrames && !isStill(frames, largest.box);
  const others: OtherFace[] = [];
  for (const face of seen) {
    if ([largest, ...others.map((other) => other.face)].some(({ box }) => overlap(box, face.box) > 0))
      continue;
    const picture = movement
      ? isStill(frames, face.box)
      : (await livenessOf(models.liveness, image, face)) < liveFrom;
    const onPaper = picture || (await pageAround(models.page, image, face)) !== null;
    if (onPaper) others.push({ face, kind: 'on_paper' });
    else if (face.score >= sureFace)
      others.push({ face, kind: isBeside(face, largest) ? 'beside' : 'behind' });
  }
  return { others, document };
}

/** The page around a face, in the image's pixels. */
export async function pageAround(session: InferenceSession, image: Pixels, face: Face): Promise<Quad | null> {
  const region = regionAround(image, face.box);
  // The network looks at 192 px; twice that leaves it something to average.
  const shrink = Math.min(1, 384 / Math.max(region.width, region.height));
  const widthPx = Math.max(1, Math.round(region.width * shrink));
  const heightPx = Math.max(1, Math.round(region.height * shrink));
  const pixels = cropResize(image, region, widthPx, heightPx);
  const page = await lookForPage(session, { pixels, widthPx, heightPx, channels: 3 });
  const quad = page.quad.map(([x, y]) => [region.x + x / shrink, region.y + y / shrink]) as unknown as Quad;
  const seen = page.sides.reduce((sum, side) => sum + side.seen / page.sides.length, 0);
  const large = Math.sqrt(areaOf(quad)) >= pageInFaces * face.box.height;
  return page.presence >= pageFrom && seen >= outlineSeen && large && encloses(quad, face.box) ? quad : null;
}

function regionAround({ widthPx, heightPx }: Pixels, box: Box): Box {
  const side = pageSurroundings * box.height;
  const left = Math.max(0, box.x + (box.width - side) / 2);
  const top = Math.max(0, box.y + (box.height - side) / 2);
  return {
    x: left,
    y: top,
    width: Math.min(widthPx, box.x + (box.width + side) / 2) - left,
    height: Math.min(heightPx, box.y + (box.height + side) / 2) - top,
  };
}

/** Whether all of the face lies on the page, whose corners go round clockwise. */
function encloses(quad: Quad, box: Box): boolean {
  return boxToQuad(box).every(([x, y]) =>
    quad.every(([ax, ay], i) => {
      const [bx, by] = quad[(i + 1) % 4]!;
      return (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0;
    }),
  );
}

const areaOf = (quad: Quad): number =>
  Math.abs(
    quad.reduce((sum, [ax, ay], i) => {
      const [bx, by] = quad[(i + 1) % 4]!;
      return sum + (ax * by - bx * ay) / 2;
    }, 0),
  );
