// Devices process. PNG chunks (ISO/IEC 15948): where the picture ends, how large it is, its density (pHYs).
import type { PageSize } from './page.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const chunkTypes = { header: 0x49484452, density: 0x70485973, data: 0x49444154, end: 0x49454e44 } as const;
const mPerInch = 0.0254;

export const isPng = (bytes: Uint8Array): boolean => signature.every((byte, index) => bytes[index] === byte);

/** `null` while it is not whole. */
export function inspectPng(bytes: Uint8Array): PageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let size: { widthPx: number; heightPx: number } | null = null;
  let densityDpi: number | null = null;
  let hasData = false;
  let at = signature.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const type = view.getUint32(at + 4);
    const start = at + 8;
    if (start + length + 4 > bytes.length) return null;
    if (type === chunkTypes.header && length >= 8) {
      size = { widthPx: view.getUint32(start), heightPx: view.getUint32(start + 4) };
    } else if (type === chunkTypes.density && length >= 9 && view.getUint8(start + 8) === 1) {
      densityDpi = Math.round(view.getUint32(start) * mPerInch);
    } else if (type === chunkTypes.data) {
      hasData = true;
    } else if (type === chunkTypes.end) {
      return size !== null && hasData ? { ...size, densityDpi } : null;
    }
    at = start + length + 4;
  }
  return null;
}
