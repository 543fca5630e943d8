// Tests and development. What goes wrong with devices and cables, once, at a chosen moment, to any gadget: on the bus in memory
// and, as far as a kernel lets a gadget misbehave, on a real one.
import {
  type Gadget,
  type GadgetEndpoints,
  PowerLossError,
  type SetupPacket,
  UnpluggedError,
} from './gadget.ts';

export const faultKinds = [
  /** The cable is pulled in the middle of a transfer. */
  'unplug',
  /** The power goes, and comes back: the same device at another address. */
  'power_loss',
  /** A transfer is torn in two by a packet that is not full. */
  'short_packet',
  /** A packet of no bytes comes first. */
  'zero_packet',
  /** The endpoint is halted, or the request refused. */
  'stall',
  /** More comes than was asked for. */
  'babble',
  /** Bytes are missing in the middle, or some come twice: no length that was stated fits. */
  'wrong_length',
  /** Some bytes are others. */
  'garbage',
  /** The end of a transfer is missing. */
  'truncated',
  /** It answers late. */
  'delay',
  /** It does not answer any more; much later, when nobody waits, it does. */
  'silent',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Plain data: it travels to the process that plays the device. */
export interface Fault {
  readonly kind: FaultKind;
  /** The operation of the device (a transfer, a control request) at which it strikes, from 0; later if that one cannot have it. */
  readonly at: number;
  /** 0 to 1: how far into it. */
  readonly where: number;
  /** Late by so much. */
  readonly delayMs: number;
  readonly seed: number;
}

/** The same fault for the same seed. `operations`: how many a job without fault has. */
export function randomFault(
  seed: number,
  {
    operations,
    longestDelayMs,
    kinds = faultKinds,
  }: {
    readonly operations: number;
    readonly longestDelayMs: number;
    readonly kinds?: readonly FaultKind[];
  },
): Fault {
  const random = randomOf(seed);
  const kind = kinds[Math.floor(random() * kinds.length)];
  if (kind === undefined) throw new Error('No kind of fault to choose from.');
  return {
    kind,
    at: Math.floor(random() * Math.max(1, operations)),
    where: random(),
    delayMs: Math.round(random() * longestDelayMs),
    seed: Math.floor(random() * 2 ** 31),
  };
}

/** Mulberry32: enough for tests, and the same everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface FaultyGadget {
  readonly gadget: Gadget;
  /** The next fault, or none any more. Returns how many operations there were since the last call. */
  arm(fault: Fault | null): number;
}

const awayMs = 20;
const mostGarbageBytes = 64;
const mostShiftedBytes = 16;

export function withFaults(inner: Gadget): FaultyGadget {
  let fault: Fault | null = null;
  let operations = 0;
  let disarmed = Promise.withResolvers<void>();

  /** The fault, where it strikes now; it strikes once. */
  const strikes = (can: readonly FaultKind[]): Fault | null => {
    const now = operations++;
    if (fault === null || now < fault.at || !can.includes(fault.kind)) return null;
    const struck = fault;
    fault = null;
    return struck;
  };

  const packetBytesOf = (address: number): number =>
    inner.description.interfaces.flatMap((each) => each.endpoints).find((each) => each.address === address)
      ?.packetBytes ?? 1;

  const wrap = (endpoints: GadgetEndpoints, end: (error: Error) => void): GadgetEndpoints => {
    const leave = (error: Error): never => {
      end(error);
      throw error;
    };
    const wait = (struck: Fault): Promise<unknown> =>
      struck.kind === 'silent'
        ? disarmed.promise
        : new Promise((resolve) => setTimeout(resolve, struck.delayMs));

    return {
      ...endpoints,
      async receive(address, atMostBytes) {
        const struck = strikes(['unplug', 'power_loss', 'stall', 'delay', 'silent']);
        if (struck?.kind === 'unplug') leave(new UnpluggedError('Pulled.'));
        if (struck?.kind === 'power_loss') leave(new PowerLossError(awayMs));
        if (struck?.kind === 'stall') await endpoints.stall(address);
        if (struck?.kind === 'delay' || struck?.kind === 'silent') await wait(struck);
        return endpoints.receive(address, atMostBytes);
      },
      async send(address, bytes, endWithZeroPacket) {
        const struck = strikes(faultKinds);
        const send = (piece: Uint8Array): Promise<void> => endpoints.send(address, piece, endWithZeroPacket);
        if (struck === null) return send(bytes);
        const packetBytes = packetBytesOf(address);
        const at = Math.floor(struck.where * bytes.length);
        switch (struck.kind) {
          case 'unplug':
          case 'power_loss': {
            const whole = at - (at % packetBytes);
            if (whole > 0) await endpoints.send(address, bytes.subarray(0, whole));
            return leave(
              struck.kind === 'unplug' ? new UnpluggedError('Pulled.') : new PowerLossError(awayMs),
            );
          }
          case 'short_packet':
            if (at > 0 && at % packetBytes !== 0) await endpoints.send(address, bytes.subarray(0, at));
            return send(at % packetBytes === 0 ? bytes : bytes.subarray(at));
          case 'zero_packet':
            await endpoints.send(address, new Uint8Array());
            return send(bytes);
          case 'stall':
            await endpoints.stall(address);
            return send(bytes);
          case 'babble':
            if (endpoints.babble === undefined) await endpoints.stall(address);
            else await endpoints.babble(address);
            return send(bytes);
          case 'wrong_length':
          case 'garbage':
          case 'truncated':
            return send(spoil(struck, bytes));
          case 'delay':
          case 'silent':
            await wait(struck);
            return send(bytes);
        }
      },
    };
  };

  return {
    arm(next) {
      fault = next;
      disarmed.resolve();
      disarmed = Promise.withResolvers();
      const before = operations;
      operations = 0;
      return before;
    },
    gadget: {
      description: inner.description,
      async serve(endpoints) {
        const left = Promise.withResolvers<never>();
        // Whatever else the gadget was doing: it is gone.
        await Promise.race([inner.serve(wrap(endpoints, left.reject)), left.promise]);
      },
      control(setup: SetupPacket, data) {
        const struck = strikes(['stall', 'wrong_length', 'garbage', 'truncated']);
        if (struck?.kind === 'stall') return 'stall';
        const answer = inner.control?.(setup, data) ?? 'stall';
        return struck === null || answer === 'stall' ? answer : spoil(struck, answer);
      },
    },
  };
}

function spoil(fault: Fault, bytes: Uint8Array): Uint8Array {
  const random = randomOf(fault.seed);
  const at = Math.floor(fault.where * bytes.length);
  if (fault.kind === 'truncated') return bytes.subarray(0, at);
  if (fault.kind === 'garbage') {
    const spoilt = bytes.slice();
    const end = Math.min(bytes.length, at + 1 + Math.floor(random() * mostGarbageBytes));
    for (let index = at; index < end; index++) spoilt[index] = Math.floor(random() * 256);
    return spoilt;
  }
  const shift = 1 + Math.floor(random() * mostShiftedBytes);
  const isLonger = random() < 0.5;
  return Buffer.concat([
    bytes.subarray(0, isLonger ? Math.min(bytes.length, at + shift) : at),
    bytes.subarray(isLonger ? at : Math.min(bytes.length, at + shift)),
  ]);
}
