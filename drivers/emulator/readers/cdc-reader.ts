// Tests and development. A reader behind a serial port of USB (CDC 1.2, PSTN 1.2, abstract control model), as most desktop MRZ
// readers are.
import type { GadgetDescription, SetupPacket } from '../gadget.ts';
import { bytesOf, createReaderGadget, type ReaderGadget } from './reader-gadget.ts';

const setLineCoding = 0x20;
const getLineCoding = 0x21;
const setControlLineState = 0x22;

export interface CdcReader extends ReaderGadget {
  /** What the host set, in bits a second; 0 before. */
  readonly baud: number;
  /** The host has said that it listens. */
  readonly isReady: boolean;
}

/** `transferBytes`: how much of a read goes into one transfer, which is the reader's own affair. */
export function createCdcReader(transferBytes = 64): CdcReader {
  const state = { lineCoding: new Uint8Array(7), isReady: false };
  const gadget = createReaderGadget(
    description,
    0x82,
    (text) => piecesOf(bytesOf(text), transferBytes),
    (setup, data) => answer(state, setup, data),
  );
  return Object.defineProperties(gadget as CdcReader, {
    baud: { get: () => new DataView(state.lineCoding.buffer).getUint32(0, true) },
    isReady: { get: () => state.isReady },
  });
}

function answer(
  state: { lineCoding: Uint8Array<ArrayBuffer>; isReady: boolean },
  setup: SetupPacket,
  data: Uint8Array,
): Uint8Array | 'stall' {
  if (setup.requestType === 0x21 && setup.request === setLineCoding && data.length === 7) {
    state.lineCoding = Uint8Array.from(data);
    return new Uint8Array();
  }
  if (setup.requestType === 0xa1 && setup.request === getLineCoding) return state.lineCoding;
  if (setup.requestType === 0x21 && setup.request === setControlLineState) {
    state.isReady = (setup.value & 1) === 1;
    return new Uint8Array();
  }
  return 'stall';
}

function piecesOf(bytes: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

const description: GadgetDescription = {
  vendorId: 0x1209,
  productId: 0x8c03,
  manufacturer: 'Proofdesk',
  product: 'Emulated MRZ reader',
  serial: 'CDC-1',
  acm: true,
  interfaces: [
    {
      interfaceNumber: 0,
      alternateSetting: 0,
      interfaceClass: 2,
      interfaceSubclass: 2,
      interfaceProtocol: 1,
      endpoints: [{ address: 0x81, type: 'interrupt', packetBytes: 16 }],
    },
    {
      interfaceNumber: 1,
      alternateSetting: 0,
      interfaceClass: 10,
      interfaceSubclass: 0,
      interfaceProtocol: 0,
      endpoints: [
        { address: 0x82, type: 'bulk', packetBytes: 512 },
        { address: 0x01, type: 'bulk', packetBytes: 512 },
      ],
    },
  ],
};
