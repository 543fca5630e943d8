// Engine. Tells what a file is from its first bytes, so that only photographs reach the decoder (libvips would also
// render SVG, PDF or scripts of other libraries, which are an attack surface and never a photograph).

interface ImageType {
  readonly name: string;
  readonly supported: boolean;
}

const text = (value: string): number[] => [...value].map((character) => character.charCodeAt(0));

interface Signature extends ImageType {
  readonly at: number;
  readonly bytes: readonly number[];
}

const signatures: readonly Signature[] = [
  { name: 'JPEG', supported: true, at: 0, bytes: [0xff, 0xd8, 0xff] },
  { name: 'PNG', supported: true, at: 0, bytes: [0x89, ...text('PNG\r\n'), 0x1a, 0x0a] },
  { name: 'WebP', supported: true, at: 8, bytes: text('WEBP') },
  { name: 'TIFF', supported: true, at: 0, bytes: [...text('II'), 0x2a, 0x00] },
  { name: 'TIFF', supported: true, at: 0, bytes: [...text('MM'), 0x00, 0x2a] },
  { name: 'GIF', supported: true, at: 0, bytes: text('GIF8') },
  { name: 'AVIF', supported: true, at: 4, bytes: text('ftypavif') },
  { name: 'AVIF', supported: true, at: 4, bytes: text('ftypavis') },
  // The HEVC decoder that HEIC needs is patent-encumbered and not in sharp's prebuilt binary.
  { name: 'a HEIC file', supported: false, at: 4, bytes: text('ftyp') },
  { name: 'a PDF', supported: false, at: 0, bytes: text('%PDF') },
  { name: 'a BMP file', supported: false, at: 0, bytes: text('BM') },
  { name: 'a ZIP archive', supported: false, at: 0, bytes: text('PK\u0003\u0004') },
];

export function sniffImageType(bytes: Uint8Array): ImageType {
  const found = signatures.find(({ at, bytes: expected }) =>
    expected.every((value, index) => bytes[at + index] === value),
  );
  if (found) return found;
  const head = new TextDecoder('utf-8', { fatal: false }).decode(bytes.subarray(0, 512));
  if (/<svg[\s>]/i.test(head)) return { name: 'an SVG drawing', supported: false };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells text from binary data.
  if (!/[\u0000-\u0008\u000e-\u001f\ufffd]/.test(head)) return { name: 'a text file', supported: false };
  return { name: 'a file of an unknown type', supported: false };
}
