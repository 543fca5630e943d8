// Core. Width and height from an image file's head, without decoding it: that is the engine's work.

/** Start-of-frame markers (ITU-T T.81, table B.1), without the three that are something else. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Pixels as encoded, `0 x 0` where the file is no JPEG or PNG; what it is worth is for the engine to say. */
export function imageSize(bytes: Uint8Array): { widthPx: number; heightPx: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unknown = { widthPx: 0, heightPx: 0 };
  if (bytes.byteLength >= 24 && view.getUint32(0) === 0x89504e47) {
    return { widthPx: view.getUint32(16), heightPx: view.getUint32(20) };
  }
  if (bytes.byteLength < 4 || view.getUint16(0) !== 0xffd8) return unknown;
  for (let at = 2; at + 9 <= bytes.byteLength; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) return unknown;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) return { widthPx: view.getUint16(at + 7), heightPx: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return unknown;
}
