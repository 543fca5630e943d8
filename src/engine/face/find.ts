// Engine. Finds the faces of an image with as little work as it takes.
import type { InferenceSession } from 'onnxruntime-node';
import { detectFaces, overlap } from './detect.ts';
import type { Face } from './face.ts';
import type { Pixels } from './pixels.ts';

/** Below this RetinaFace's boxes are mostly hands and patterns. */
const minScore = 0.6;
/** Network input sides, pixels: the small one finds faces down to a twentieth of the image; the others only where it finds none. */
const inputSides = [320, 640, 1024] as const;
/** Landmarks of a face smaller than this in the network's input are coarse; it is looked at again by itself. */
const fineFacePx = 100;
/** The second look: twice the box, at the geometry on which the match was measured. */
const secondLook = { surroundings: 2, inputPx: 320, minScore: 0.3 } as const;

/** Every face, the largest first; or, as comparisons of photographs do, the one nearest to the image's centre first. */
export async function findFaces(
  session: InferenceSession,
  image: Pixels,
  first: 'largest' | 'central' = 'largest',
): Promise<Face[]> {
  const whole = { x: 0, y: 0, width: image.widthPx, height: image.heightPx };
  const longest = Math.max(image.widthPx, image.heightPx);
  for (const inputPx of inputSides) {
    const faces = await detectFaces(session, image, { ...whole, inputPx }, minScore);
    if (faces.length > 0) {
      const scale = inputPx / longest;
      const rank =
        first === 'largest' ? (face: Face) => -areaOf(face) : (face: Face) => offCentre(image, face);
      faces.sort((a, b) => rank(a) - rank(b));
      // Only the first is ever compared; the others are counted.
      const [main, ...others] = faces as [Face, ...Face[]];
      const fine = main.box.height * scale >= fineFacePx;
      return [fine ? main : await lookAgain(session, image, main), ...others];
    }
    // Enlarging an image shows nothing new.
    if (inputPx >= longest) break;
  }
  return [];
}

async function lookAgain(session: InferenceSession, image: Pixels, face: Face): Promise<Face> {
  const { box } = face;
  const side = Math.max(box.width, box.height) * secondLook.surroundings;
  const region = {
    x: box.x + (box.width - side) / 2,
    y: box.y + (box.height - side) / 2,
    width: side,
    height: side,
    inputPx: secondLook.inputPx,
  };
  const seen = await detectFaces(session, image, region, secondLook.minScore);
  const best = seen.toSorted((a, b) => overlap(b.box, box) - overlap(a.box, box))[0];
  // The box and the score stay as first found, so that equal images are cut equally.
  return best && overlap(best.box, box) > 0.4 ? { ...face, landmarks: best.landmarks } : face;
}

const areaOf = ({ box }: Face): number => box.width * box.height;

const offCentre = (image: Pixels, { box }: Face): number =>
  Math.hypot(box.x + (box.width - image.widthPx) / 2, box.y + (box.height - image.heightPx) / 2);
