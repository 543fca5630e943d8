// Plain Node. The barcode on the back of a North American licence: AAMVA DL/ID Card Design Standard 2020 (version 10),
// annex D, drawn as PDF417.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer';
import { assert } from '../../shared/kernel/assert.ts';
import type { Holder } from './holder.ts';
import type { Words } from './layout.ts';

/** California's issuer identification number, AAMVA's list. */
const issuerNumber = '636014';
const mmddyyyy = (isoDate: string) => `${isoDate.slice(5, 7)}${isoDate.slice(8)}${isoDate.slice(0, 4)}`;
const sexCodes = { M: '1', F: '2', X: '9' } as const;

/** What the barcode says of the holder. */
export function licencePayload(holder: Holder, words: Words): string {
  const [first = '', ...middle] = holder.givenNames.toUpperCase().split(' ');
  const [street = '', place = ''] = holder.address.split(', ');
  const [city, postcode] = [place.replace(/ \d+$/, ''), place.match(/\d+$/)?.[0] ?? ''];
  const elements: readonly (readonly [identifier: string, value: string])[] = [
    ['DAQ', holder.documentNumber],
    ['DCS', holder.surname.toUpperCase()],
    ['DDE', 'N'],
    ['DAC', first],
    ['DDF', 'N'],
    ['DAD', middle.join(' ') || 'NONE'],
    ['DDG', 'N'],
    ['DCA', words.own?.class ?? 'C'],
    ['DCB', 'NONE'],
    ['DCD', 'NONE'],
    ['DBD', mmddyyyy(holder.issueDate)],
    ['DBB', mmddyyyy(holder.birthDate)],
    ['DBA', mmddyyyy(holder.expiryDate)],
    ['DBC', sexCodes[holder.sex]],
    ['DAU', `${String(Math.round(holder.heightCm / 2.54)).padStart(3, '0')} in`],
    ['DAY', 'BRO'],
    ['DAG', street],
    ['DAI', city],
    ['DAJ', 'CA'],
    ['DAK', postcode.padEnd(9, '0')],
    ['DCF', `${mmddyyyy(holder.issueDate).slice(0, 4)}0042${holder.documentNumber}`],
    ['DCG', 'USA'],
  ];
  const subfile = `DL${elements.map(([identifier, value]) => `${identifier}${value}`).join('\n')}\r`;
  // Annex D.12.3: "@", line feed, record separator, carriage return, "ANSI ", issuer, versions, number of subfiles.
  const header = `@\n\u001e\rANSI ${issuerNumber}100001`;
  const offset = header.length + 10;
  const place4 = (value: number) => String(value).padStart(4, '0');
  return `${header}DL${place4(offset)}${place4(subfile.length)}${subfile}`;
}

let prepared: Promise<unknown> | null = null;
/** The package would fetch its WebAssembly from the network; it lies beside its code. */
function prepare(): Promise<unknown> {
  prepared ??= readFile(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm')).then(
    (wasmBinary) =>
      prepareZXingModule({
        overrides: { wasmBinary: wasmBinary.buffer as ArrayBuffer },
        fireImmediately: true,
      }),
  );
  return prepared;
}

/** Black on white with its quiet zone, as PNG. */
export async function barcodeImage(
  text: string,
  format: 'PDF417' | 'Code128' | 'QRCode',
  widthPx: number,
  heightPx: number,
  options?: string,
): Promise<Buffer> {
  await prepare();
  const { error, symbol } = await writeBarcode(text, { format, ...(options ? { options } : {}) });
  assert(!error, `the barcode was not written: ${error}`);
  const quiet = Math.round(widthPx * 0.02);
  return sharp(Buffer.from(symbol.data), { raw: { width: symbol.width, height: symbol.height, channels: 1 } })
    .resize(widthPx - 2 * quiet, heightPx - 2 * quiet, { fit: 'fill', kernel: 'nearest' })
    .extend({ top: quiet, bottom: quiet, left: quiet, right: quiet, background: '#ffffff' })
    .png()
    .toBuffer();
}

/** As on licences: 13 columns (annex D.3), error correction level 5. */
export const barcodePng = (payload: string, widthPx: number, heightPx: number): Promise<Buffer> =>
  barcodeImage(payload, 'PDF417', widthPx, heightPx, 'ecLevel=5,columns=13');
