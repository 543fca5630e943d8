// Devices process. Containers of PTP over USB (PIMA 15740, annex D; USB Still Image Capture Device Definition 1.0, 7.1), both
// ways. Pure; lengths that a device tells are never trusted.
import { makesNoSense } from './codes.ts';

export const headerBytes = 12;
/** The length of a data container whose size the device does not know: it ends with a short packet. */
export const unknownLength = 0xffff_ffff;

/** Annex D, table D.2. */
export const containerTypes = { command: 1, data: 2, response: 3, event: 4 } as const;
/** A command or response has five parameters at most, an event three. */
const maxParameters = 5;

export interface Header {
  readonly length: number;
  readonly type: number;
  readonly code: number;
  readonly transactionId: number;
}

export interface Message {
  readonly code: number;
  readonly transactionId: number;
  readonly parameters: readonly number[];
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export function encodeMessage(type: number, message: Message): Uint8Array {
  const bytes = encodeHeader(type, message, message.parameters.length * 4);
  const view = viewOf(bytes);
  message.parameters.forEach((parameter, index) => {
    view.setUint32(headerBytes + 4 * index, parameter, true);
  });
  return bytes;
}

/** With room for so many bytes behind it. */
export function encodeHeader(
  type: number,
  { code, transactionId }: Pick<Message, 'code' | 'transactionId'>,
  payloadBytes: number,
): Uint8Array {
  const bytes = new Uint8Array(headerBytes + payloadBytes);
  const view = viewOf(bytes);
  view.setUint32(0, bytes.length, true);
  view.setUint16(4, type, true);
  view.setUint16(6, code, true);
  view.setUint32(8, transactionId, true);
  return bytes;
}

/** Fails with `device.protocol`. */
export function decodeHeader(bytes: Uint8Array): Header {
  if (bytes.length < headerBytes) throw makesNoSense('a container without its header');
  const view = viewOf(bytes);
  const length = view.getUint32(0, true);
  if (length < headerBytes) throw makesNoSense('a container shorter than its header');
  return {
    length,
    type: view.getUint16(4, true),
    code: view.getUint16(6, true),
    transactionId: view.getUint32(8, true),
  };
}

/** A response or event, of which all bytes are there. Fails with `device.protocol`. */
export function decodeMessage(bytes: Uint8Array): Message {
  const { length, code, transactionId } = decodeHeader(bytes);
  // Some cameras count the parameters that they leave out; the ones that came are what counts.
  const end = Math.min(length, bytes.length, headerBytes + 4 * maxParameters);
  const view = viewOf(bytes);
  const parameters: number[] = [];
  for (let at = headerBytes; at + 4 <= end; at += 4) parameters.push(view.getUint32(at, true));
  return { code, transactionId, parameters };
}
