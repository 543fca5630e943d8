// Any JavaScript. Attackers with a printed photograph: flat, bent, or cut out as a mask with holes for the eyes.
import type { Random } from '../random.ts';
import type { HeadAsset } from './asset.ts';
import { createBehaviour, type Habits, natural } from './behaviour.ts';
import { createFigure, type HeadPose } from './figure.ts';
import type { Scene, Subject } from './presenter.ts';
import type { Texture } from './rasteriser.ts';
import { createSheet, type SheetForm } from './sheet.ts';

/** White margin of the print, and clear pixels around it that make its edge soft. */
const [marginCm, clearPx] = [0.9, 2] as const;
/** A sheet has to be turned farther than a head for as much to be seen of it. */
const byHand: Habits = {
  ...natural,
  turnDegrees: [22, 50],
  nodDegrees: [18, 45],
  moveMs: [500, 1300],
};
/** The mask touches the tip of the nose. */
const maskCm = { z: 3.9, radius: [11, 17] } as const;

export function flatPrint(scene: Scene): Subject {
  return heldPrint(scene, null);
}

export function bentPrint(scene: Scene): Subject {
  const random = scene.random.stream('bend');
  const axis = random.pick(['vertical', 'horizontal'] as const);
  return heldPrint(scene, { axis, radiusCm: random.between(6, 12) });
}

function heldPrint({ asset, camera, random }: Scene, bend: SheetForm['bend']): Subject {
  const texture = printOf(asset, random.stream('print'));
  const { photograph, originPx, pxPerCm } = asset;
  const form: SheetForm = {
    widthCm: texture.widthPx / pxPerCm,
    heightCm: texture.heightPx / pxPerCm,
    bend,
    // Bent as on a bottle, it is turned about that; a flat sheet is turned in its own plane, by an edge or the middle.
    pivotCm: { y: 0, z: bend ? -bend.radiusCm : 0 },
    surface: { kind: 'paper' },
  };
  const sheet = createSheet(form, camera);
  const behaviour = createBehaviour(random.stream('hand'), byHand);
  const tremble = trembling(random.stream('tremble'));
  // The printed face, not the sheet's middle, is held before the camera.
  const faceX = (photograph.leftPx + photograph.widthPx / 2 - originPx[0]) / pxPerCm;
  const faceY = (photograph.topPx + photograph.heightPx / 2 - originPx[1]) / pxPerCm;
  return {
    look: behaviour.look,
    draw(canvas, atMs, lamp) {
      const pose = tremble(behaviour.pose(atMs), atMs);
      const held = { ...pose, xCm: pose.xCm + faceX, yCm: pose.yCm + faceY };
      sheet.draw(canvas, texture, held, lamp);
    },
  };
}

/** A hand is less still than a head. */
function trembling(random: Random): (pose: HeadPose, atMs: number) => HeadPose {
  const waves = Array.from({ length: 4 }, () => ({
    hertz: random.between(0.6, 2.5),
    phase: random.between(0, 6.3),
  }));
  const wave = (index: number, atMs: number) =>
    Math.sin((2 * Math.PI * waves[index]!.hertz * atMs) / 1000 + waves[index]!.phase);
  return (pose, atMs) => ({
    ...pose,
    xCm: pose.xCm + 0.12 * wave(0, atMs),
    yCm: pose.yCm + 0.12 * wave(1, atMs),
    yaw: pose.yaw + 0.015 * wave(2, atMs),
    roll: pose.roll + 0.01 * wave(3, atMs),
  });
}

/** The wearer's own eyes look and blink through the holes; the mask goes wherever their head goes. */
export function cutOutEyes({ asset, camera, random }: Scene, wearer: HeadAsset): Subject {
  const texture = maskOf(asset);
  const bent = random.stream('mask');
  const form: SheetForm = {
    widthCm: texture.widthPx / asset.pxPerCm,
    heightCm: texture.heightPx / asset.pxPerCm,
    bend: bent.next() < 0.5 ? null : { axis: 'vertical', radiusCm: bent.between(...maskCm.radius) },
    // The spine on which the wearer's head turns (figure.ts), seen from the sheet.
    pivotCm: { y: 4.5 - texture.middleCm[1], z: -9 - maskCm.z },
    surface: { kind: 'paper' },
  };
  const sheet = createSheet(form, camera);
  const figure = createFigure(wearer, camera);
  const behaviour = createBehaviour(random);
  return {
    look: behaviour.look,
    draw(canvas, atMs, lamp) {
      const pose = behaviour.pose(atMs);
      figure.draw(canvas, pose, lamp);
      const worn = {
        ...pose,
        xCm: pose.xCm + texture.middleCm[0],
        yCm: pose.yCm + texture.middleCm[1],
        distanceCm: pose.distanceCm - maskCm.z,
      };
      sheet.draw(canvas, texture, worn, lamp);
    },
  };
}

/** What ink on paper makes of a colour: no black as deep, no white as bright. */
const inked = (byte: number): number => 20 + (byte / 255) ** 0.95 * 212;

function printOf(asset: HeadAsset, random: Random): Texture {
  const { photograph, pxPerCm } = asset;
  const margin = Math.round(marginCm * pxPerCm);
  const border = margin + clearPx;
  const [widthPx, heightPx] = [photograph.widthPx + 2 * border, photograph.heightPx + 2 * border];
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  // Thumbs at the lower edge.
  const thumbs = [random.between(0.12, 0.25), random.between(0.72, 0.88)].map((share) => ({
    x: share * widthPx,
    y: heightPx - 0.2 * pxPerCm,
  }));
  const skin = [196, 150, 124];
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const to = (y * widthPx + x) * 4;
      const [px, py] = [x - border, y - border];
      const within = px >= 0 && py >= 0 && px < photograph.widthPx && py < photograph.heightPx;
      const thumb = thumbs.some(
        (each) => ((x - each.x) / (0.95 * pxPerCm)) ** 2 + ((y - each.y) / (2.1 * pxPerCm)) ** 2 < 1,
      );
      for (let channel = 0; channel < 3; channel++) {
        const byte = within ? inked(photograph.rgb[(py * photograph.widthPx + px) * 3 + channel]!) : 236;
        rgba[to + channel] = thumb ? skin[channel]! : byte;
      }
      const edge = Math.min(x, y, widthPx - 1 - x, heightPx - 1 - y);
      rgba[to + 3] = edge < clearPx ? 0 : 255;
    }
  }
  return { widthPx, heightPx, rgba };
}

/** The photograph cut along the outline of the face, a little wider, with the eyes cut out. */
function maskOf(asset: HeadAsset): Texture & { readonly middleCm: readonly [number, number] } {
  const { faceOutline, eyes, texture, originPx, pxPerCm } = asset;
  const xs = faceOutline.filter((_, at) => at % 2 === 0);
  const ys = faceOutline.filter((_, at) => at % 2 === 1);
  const border = Math.round(0.4 * pxPerCm);
  const [left, top] = [Math.floor(Math.min(...xs)) - border, Math.floor(Math.min(...ys)) - border];
  const widthPx = Math.ceil(Math.max(...xs)) + border - left;
  const heightPx = Math.ceil(Math.max(...ys)) + border - top;
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const [to, from] = [(y * widthPx + x) * 4, ((y + top) * texture.widthPx + x + left) * 4];
      for (let channel = 0; channel < 3; channel++) rgba[to + channel] = inked(texture.rgba[from + channel]!);
      const hole = eyes.some((eye) => isInside(eye, x + left, y + top));
      rgba[to + 3] = isInside(faceOutline, x + left, y + top) && !hole ? 255 : 0;
    }
  }
  return {
    widthPx,
    heightPx,
    rgba,
    middleCm: [(left + widthPx / 2 - originPx[0]) / pxPerCm, (top + heightPx / 2 - originPx[1]) / pxPerCm],
  };
}

/** Even-odd rule. */
function isInside(polygon: Float32Array, x: number, y: number): boolean {
  let inside = false;
  for (let at = 0, before = polygon.length - 2; at < polygon.length; before = at, at += 2) {
    const [ax, ay, bx, by] = [polygon[at]!, polygon[at + 1]!, polygon[before]!, polygon[before + 1]!];
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
  }
  return inside;
}
