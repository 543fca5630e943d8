// Tests and development. Plays a tape (`proofdesk devices --record`): an attachment that answers as the device did, transfer
// by transfer, whatever it is asked. After the last it is unplugged.
import { setTimeout as delay } from 'node:timers/promises';
import { FailureError, type FailureKind } from '../../src/shared/kernel/failure.ts';
import {
  type Attachment,
  type HidConnection,
  StallError,
  type StreamConnection,
  type UsbConnection,
} from '../port/bus.ts';

interface Transfer {
  readonly at: string;
  readonly ms: number;
  readonly bytes: string | null;
  readonly failure: string | null;
}

type Taped = Omit<Attachment, 'open'> & { readonly bus: Attachment['bus'] };

/** Longer than a reader's silence between two reads. */
const longestPauseMs = 500;

/** Throws where the text is no tape. */
export function replayTape(text: string): Attachment {
  const [head, ...transfers] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)) as [{ type: string; device: Taped }, ...Transfer[]];
  if (head.type !== 'proofdesk-tape') throw new Error('This is no tape.');
  const queues = Map.groupBy(transfers, ({ at }) => at);
  const lastMs = new Map<string, number>();
  const next = async (at: string): Promise<Uint8Array | null> => {
    const transfer = queues.get(at)?.shift();
    // What a device sends by itself comes when it came, or a silence would not be one; long ones are shortened.
    const ms = transfer?.ms ?? 0;
    const isSent = at.startsWith('out') || at.startsWith('send');
    await delay(isSent ? 0 : Math.min(ms - (lastMs.get(at) ?? 0), longestPauseMs));
    lastMs.set(at, ms);
    if (!transfer) throw new FailureError('device.gone', 'The tape has ended.');
    if (transfer.failure === 'stall') throw new StallError('The endpoint is halted.');
    if (transfer.failure) throw new FailureError(transfer.failure as FailureKind, 'As on the tape.');
    return transfer.bytes === null ? null : new Uint8Array(Buffer.from(transfer.bytes, 'base64'));
  };
  const received = async (at: string) => (await next(at)) ?? new Uint8Array();
  const hex = (address: number) => address.toString(16);
  let streams = 0;

  const usb: UsbConnection = {
    async claim() {},
    async release() {},
    transferIn: async (endpoint) => received(`in ${hex(endpoint)}`),
    transferOut: async (endpoint) => void (await received(`out ${hex(endpoint)}`)),
    controlIn: async ({ request }) => received(`control-in ${hex(request)}`),
    controlOut: async ({ request }) => void (await received(`control-out ${hex(request)}`)),
    async clearHalt() {},
    async reset() {},
    async close() {},
  };
  const hid: HidConnection = { read: async () => next('report'), async close() {} };
  const stream = (): StreamConnection => {
    const number = streams++;
    return {
      receive: async () => next(`receive ${number}`),
      send: async () => void (await received(`send ${number}`)),
      async close() {},
    };
  };
  const { device } = head;
  switch (device.bus) {
    case 'usb':
      return { ...device, open: async () => usb } as Attachment;
    case 'hid':
      return { ...device, open: async () => hid } as Attachment;
    case 'loopback':
      return { ...device, open: async () => stream() } as Attachment;
    default:
      return device.bus satisfies never;
  }
}
