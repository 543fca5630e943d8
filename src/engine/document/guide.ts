// Engine. Coaches whoever holds a document before the camera: what stands in the way of a good photograph, and where.
import type { InferenceSession } from 'onnxruntime-node';
import type { LiveFrame } from '../../shared/contract/contract.ts';
import type { DocumentGuidance, DocumentHint, DocumentPlace } from '../../shared/contract/guidance.ts';
import type { Box, Point, Quad } from '../../shared/domain/geometry.ts';
import { detailOfFrame } from './frame-detail.ts';
import { sharpenQuad } from './page-edges.ts';
import { type Fault, type FaultKind, faultsOf, spoils } from './page-faults.ts';
import { lookForPage, pageFrom } from './page-network.ts';
import { type PagePlane, planeOf } from './page-plane.ts';
import { cardSize, type PagePose, poseOf } from './page-pose.ts';
import { areaOf, rotateQuad } from './page-quad.ts';
import { type PageZones, zonesOf } from './page-zones.ts';

/** The page as the finder sees it in the frame, pixels of the frame. */
export interface SeenPage {
  /** Clockwise from the page's own top left; corners may lie outside the frame. */
  readonly quad: Quad;
  /** The quad begins at the page's own top left for sure; otherwise the lines must tell. */
  readonly isUpright: boolean;
  /** Something lies on the page at this place of the frame. */
  readonly isCovered: (at: Point) => boolean;
}

/** The page is looked at this finely: a frame of 640 pixels has 3 to 5 pixels a millimetre. */
const planePxPerMm = 4;
/**
 * Pixels of the photograph for each millimetre of the page. The zone's capitals are 2.5 mm high and read from 11 pixels up;
 * print on cards is smaller.
 */
const leastPxPerMm = { card: 6, dataPage: 4.5 };
/** Below it, of the frame itself, nothing can be said about sharpness. */
const leastFramePxPerMm = 2;
const tooNear = 0.96;
/** A side this near to the frame's border may as well be beyond it, as a share of the frame's size. */
const atBorder = 0.008;
/** Reading holds up to 35 degrees; outlines are a few degrees off. */
const tooSteepDegrees = 34;
const paperTooDark = 75;
/** Share of points inside with fine contrast: print has 0.1 and more, an empty desk, a wall or a screen that is off less. */
const leastPrint = 0.03;
/** See `FrameDetail.sharpness`; measured on virtual photographs in and out of focus. */
const leastSharpness = 0.245;

const unseen: DocumentGuidance = {
  hint: 'show_document',
  at: null,
  region: null,
  ready: false,
  quad: null,
  sharpness: 0,
};

/** From here on the finder's word for the way up counts; below it the lines must tell. */
const uprightFrom = 0.6;

/** `session`: the model `pageModel`. */
export async function guideDocument(session: InferenceSession, frame: LiveFrame): Promise<DocumentGuidance> {
  const { widthPx, heightPx, rgba: pixels } = frame;
  const picture = { pixels, widthPx, heightPx, channels: 4 } as const;
  const sight = await lookForPage(session, picture);
  if (sight.presence < pageFrom) return unseen;
  return coachDocument(frame, {
    quad: sharpenQuad(picture, sight.quad, sight.outlineAt),
    isUpright: sight.upright >= uprightFrom,
    isCovered: sight.isCovered,
  });
}

export function coachDocument(frame: LiveFrame, page: SeenPage | null): DocumentGuidance {
  if (!page) return unseen;
  const picture = { pixels: frame.rgba, ...frame, channels: 4 } as const;
  const detail = detailOfFrame(picture, page.quad);
  if (detail.print < leastPrint && detail.paper >= paperTooDark) return unseen;
  const pose = poseOf(page.quad, frame.widthPx, frame.heightPx);
  const { quad, plane, zones } = lie(picture, page, pose);
  const found =
    cutOff(frame, quad, plane, zones) ??
    (pose.tiltDegrees > tooSteepDegrees ? whole('too_steep') : null) ??
    (isTooFar(frame, quad, pose) ? whole('move_closer') : null) ??
    obstacle(plane, zones, page, ['covered']) ??
    (detail.paper < paperTooDark ? whole('too_dark') : null) ??
    obstacle(plane, zones, page, ['shadow', 'glare']) ??
    whole(detail.sharpness < leastSharpness ? 'blurred' : 'hold_still');
  return { ...found, ready: found.hint === 'hold_still', quad: page.quad, sharpness: detail.sharpness };
}

type Said = Pick<DocumentGuidance, 'hint' | 'at' | 'region'>;
const whole = (hint: DocumentHint): Said => ({ hint, at: null, region: null });

/** Lays the page flat, the right way up where its lines can tell. */
function lie(picture: Parameters<typeof planeOf>[0], page: SeenPage, pose: PagePose) {
  const lay = (quad: Quad) => {
    const plane = planeOf(picture, quad, pose.size, planePxPerMm);
    return { quad, plane, zones: zonesOf(plane) };
  };
  const upright = lay(page.quad);
  if (page.isUpright || upright.zones.linesSeen) return upright;
  const turned = lay(rotateQuad(page.quad, 2));
  return turned.zones.linesSeen ? turned : upright;
}

function isTooFar(frame: LiveFrame, quad: Quad, { size }: PagePose): boolean {
  const framePxPerMm = Math.sqrt(Math.abs(areaOf(quad)) / (size.widthMm * size.heightMm));
  const pxPerMm = (framePxPerMm * (frame.photographWidthPx ?? frame.widthPx)) / frame.widthPx;
  const least = size === cardSize ? leastPxPerMm.card : leastPxPerMm.dataPage;
  return pxPerMm < least || framePxPerMm < leastFramePxPerMm;
}

/** Too near, or partly outside. */
function cutOff(frame: LiveFrame, quad: Quad, plane: PagePlane, zones: PageZones): Said | null {
  const { widthPx, heightPx } = frame;
  const beyond = sidesBeyond(frame, quad);
  const level = beyond.filter((side) => side === 'left' || side === 'right').length;
  if (level === 2 || beyond.length - level === 2) return whole('move_back');
  if (beyond.length === 0) {
    const xs = quad.map(([x]) => x);
    const ys = quad.map(([, y]) => y);
    const across = (Math.max(...xs) - Math.min(...xs)) / widthPx;
    const along = (Math.max(...ys) - Math.min(...ys)) / heightPx;
    return Math.max(across, along) > tooNear ? whole('move_back') : null;
  }
  const ends = zones.linesSeen ? cutLines(frame, plane, zones) : null;
  const region = beyond.length === 1 ? borderOf(frame, beyond[0]!) : null;
  return { hint: 'whole_document', at: ends ?? beyond[0]!, region };
}

type Border = Extract<DocumentPlace, 'top' | 'right' | 'bottom' | 'left'>;

/** Borders of the frame that the page reaches, those that cut off most first. */
function sidesBeyond({ widthPx, heightPx }: LiveFrame, quad: Quad): Border[] {
  const xs = quad.map(([x]) => x);
  const ys = quad.map(([, y]) => y);
  const reach: [Border, number][] = [
    ['left', -Math.min(...xs) / widthPx],
    ['right', Math.max(...xs) / widthPx - 1],
    ['top', -Math.min(...ys) / heightPx],
    ['bottom', Math.max(...ys) / heightPx - 1],
  ];
  return reach
    .filter(([, by]) => by > -atBorder)
    .sort((a, b) => b[1] - a[1])
    .map(([border]) => border);
}

/** Which part of the lines is outside the frame. */
function cutLines({ widthPx, heightPx }: LiveFrame, plane: PagePlane, zones: PageZones) {
  const isOutside = (xMm: number, yMm: number): boolean => {
    const [x, y] = plane.toPicture(xMm, yMm);
    return x < 0 || y < 0 || x > widthPx || y > heightPx;
  };
  const starts = zones.lines.some((line) => isOutside(line.x, line.y + line.height / 2));
  const ends = zones.lines.some((line) => isOutside(line.x + line.width, line.y + line.height / 2));
  if (starts && ends) return 'mrz';
  return starts ? 'mrz_start' : ends ? 'mrz_end' : null;
}

const borderPx = 8;
function borderOf({ widthPx, heightPx }: LiveFrame, border: Border): Quad {
  const [left, right] = [border === 'right' ? widthPx - borderPx : 0, border === 'left' ? borderPx : widthPx];
  const [top, bottom] = [
    border === 'bottom' ? heightPx - borderPx : 0,
    border === 'top' ? borderPx : heightPx,
  ];
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

const hintOf = { glare: 'glare', shadow: 'shadow', covered: 'fingers' } as const satisfies Record<
  FaultKind,
  DocumentHint
>;

/** The gravest fault of these kinds that spoils a field. */
function obstacle(
  plane: PagePlane,
  zones: PageZones,
  { isCovered }: SeenPage,
  kinds: readonly FaultKind[],
): Said | null {
  const faults = faultsOf(plane, zones, (xMm, yMm) => isCovered(plane.toPicture(xMm, yMm)));
  const fault = faults.find((each) => kinds.includes(each.kind) && spoils(each));
  return fault ? { hint: hintOf[fault.kind], at: fault.at, region: regionOf(plane, fault) } : null;
}

function regionOf(plane: PagePlane, { box }: Fault): Quad {
  const { x, y, width, height }: Box = box;
  const at = plane.toPicture;
  return [at(x, y), at(x + width, y), at(x + width, y + height), at(x, y + height)];
}
