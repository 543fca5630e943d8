// Engine, thread of the barcodes. ZXing-C++ (WebAssembly) behind one function.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import type { Quad } from '../../shared/domain/geometry.ts';
import type { GreyImage } from './edge-cells.ts';

export interface DecodedSymbol {
  /** In the encoding that the symbol declares; else UTF-8 where it is that, and ISO 8859-1. */
  readonly text: string;
  /** Clockwise from the symbol's own top left, pixels of the image. */
  readonly quad: Quad;
}

let preparing: Promise<unknown> | null = null;

/** The package would fetch its binary from a server; it is given the one that lies beside it instead. */
async function prepare(): Promise<unknown> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const bytes = await readFile(file);
  return prepareZXingModule({
    overrides: { wasmBinary: new Uint8Array(bytes).buffer },
    fireImmediately: true,
  });
}

/** A symbol that lies straight, upright or upside down; `null` where there is none, or too much of it is damaged. */
export async function decodePdf417(image: GreyImage): Promise<DecodedSymbol | null> {
  preparing ??= prepare();
  await preparing;
  const results = await readBarcodes(toImageData(image), {
    formats: ['PDF417'],
    tryHarder: true,
    tryRotate: false,
    tryInvert: false,
    tryDownscale: false,
    maxNumberOfSymbols: 1,
    // Control characters as they are, not as `<LF>`.
    textMode: 'Plain',
  });
  const result = results.find((one) => one.isValid);
  return result ? { text: textOf(result), quad: quadOf(result) } : null;
}

function toImageData({ widthPx, heightPx, grey }: GreyImage): ImageData {
  const data = new Uint8ClampedArray(widthPx * heightPx * 4);
  for (let from = 0, to = 0; from < grey.length; from += 1, to += 4) {
    data[to] = data[to + 1] = data[to + 2] = grey[from]!;
    data[to + 3] = 255;
  }
  return { data, width: widthPx, height: heightPx, colorSpace: 'srgb' };
}

/** As the symbol declares it; where it does not, never the package's guess, which may be any encoding in the world. */
function textOf({ bytes, hasECI, text }: ReadResult): string {
  if (hasECI) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

function quadOf({ position: { topLeft, topRight, bottomRight, bottomLeft } }: ReadResult): Quad {
  return [
    [topLeft.x, topLeft.y],
    [topRight.x, topRight.y],
    [bottomRight.x, bottomRight.y],
    [bottomLeft.x, bottomLeft.y],
  ];
}
