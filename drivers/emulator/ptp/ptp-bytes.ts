// Tests and development. Bytes of PTP from the device's side, written from the standard apart from the driver's own, so that
// neither hides a mistake of the other (PIMA 15740:2000, 5.3 and annex D).

export const types = { command: 1, data: 2, response: 3, event: 4 } as const;

export interface Command {
  readonly operation: number;
  readonly transactionId: number;
  readonly parameters: readonly number[];
}

/** `null`: no command; a device ignores it. */
export function decodeCommand(bytes: Uint8Array): Command | null {
  if (bytes.length < 12) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== bytes.length || view.getUint16(4, true) !== types.command) return null;
  const parameters: number[] = [];
  for (let at = 12; at + 4 <= bytes.length; at += 4) parameters.push(view.getUint32(at, true));
  return { operation: view.getUint16(6, true), transactionId: view.getUint32(8, true), parameters };
}

export function container(
  type: number,
  code: number,
  transactionId: number,
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12 + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, code, true);
  view.setUint32(8, transactionId, true);
  bytes.set(payload, 12);
  return bytes;
}

export const number16 = (value: number): Uint8Array => Uint8Array.of(value & 0xff, value >> 8);

export function number32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

export const array16 = (values: readonly number[]): Uint8Array =>
  Buffer.concat([number32(values.length), ...values.map(number16)]);

export const array32 = (values: readonly number[]): Uint8Array =>
  Buffer.concat([number32(values.length), ...values.map(number32)]);

/** Characters of UTF-16 with a zero at the end, and how many; none for no text. */
export function string(text: string): Uint8Array {
  if (text === '') return Uint8Array.of(0);
  return Buffer.concat([Uint8Array.of(text.length + 1), Buffer.from(`${text}\0`, 'utf16le')]);
}
