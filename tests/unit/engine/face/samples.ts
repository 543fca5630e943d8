// Shared by the face tests: the models, and photographs of four people with a free licence.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createFaceEngine } from '../../../../src/engine/face/analyse.ts';
import { createModelStore } from '../../../../src/engine/models/model-store.ts';
import type { LiveFrame } from '../../../../src/shared/contract/contract.ts';

export const root = join(import.meta.dirname, '../../../..');

export const models = await createModelStore({
  folder: join(root, 'models/files'),
  manifestFile: join(root, 'models/manifest.json'),
});
export const faces = createFaceEngine(models);

export const portrait = (name: string): Buffer => readFileSync(join(root, '.cache/portraits', `${name}.jpg`));

/** A camera's frame, 1280 x 720: each portrait `heightPx` high with its middle at (x, y), on grey. */
export async function scene(
  people: readonly { name: string; heightPx: number; x?: number; y?: number }[],
): Promise<Buffer> {
  const layers = await Promise.all(
    people.map(async ({ name, heightPx, x = 640, y = 360 }) => {
      const { data, info } = await sharp(portrait(name))
        .resize({ height: heightPx })
        .png()
        .toBuffer({ resolveWithObject: true });
      const left = Math.max(0, Math.round(x - info.width / 2));
      return { input: data, left, top: Math.max(0, Math.round(y - heightPx / 2)) };
    }),
  );
  return sharp({ create: { width: 1280, height: 720, channels: 3, background: '#8a8f94' } })
    .composite(layers)
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** The same as the kiosk sends it for coaching. */
export async function liveFrame(image: Buffer, widthPx = 640, heightPx = 360): Promise<LiveFrame> {
  const rgba = await sharp(image).resize(widthPx, heightPx, { fit: 'fill' }).ensureAlpha().raw().toBuffer();
  return { widthPx, heightPx, rgba: new Uint8Array(rgba) };
}
