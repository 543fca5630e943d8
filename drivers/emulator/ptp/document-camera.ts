// Tests and development. A document camera that speaks PTP over USB (PIMA 15740:2000, USB Still Image Capture Device
// Definition 1.0): it takes the photographs that it is given, one after another, and keeps them until they are deleted.
import type { Gadget, GadgetDescription, GadgetEndpoints, SetupPacket } from '../gadget.ts';
import {
  type CameraState,
  createCameraState,
  deviceInfo,
  objectInfo,
  type Photograph,
} from './camera-state.ts';
import { array32, type Command, container, decodeCommand, types } from './ptp-bytes.ts';

export const photographFormats = {
  jpeg: 0x3801,
  jfif: 0x3808,
  png: 0x380b,
  tiff: 0x380d,
  raw: 0x3000,
} as const;

export interface DocumentCameraOptions {
  /** Taken in turn; after the last, the first again. */
  readonly photographs: readonly (Photograph | Uint8Array)[];
  /** `false`: only its button takes pictures. */
  readonly canInitiateCapture?: boolean;
  /** It is somebody's phone: PTP's class, and MTP's operations beside PTP's. */
  readonly isPhone?: boolean;
  /** A JPEG; of every picture. */
  readonly thumbnail?: Uint8Array;
  /** `false`: it has no card. */
  readonly hasStore?: boolean;
  /** Habits of real devices. */
  readonly quirks?: {
    /** Leaves out the packet of no bytes after a container whose last packet is full. */
    readonly omitsZeroPacket?: boolean;
    /** Sends the header of data as a transfer of its own. */
    readonly splitsHeader?: boolean;
    /** Does not know how long a picture is before it has sent it. */
    readonly unknownLength?: boolean;
    /** Names no object in its events: only that the capture is complete. */
    readonly omitsObjectAdded?: boolean;
  };
}

export interface DocumentCamera extends Gadget {
  /** Somebody presses its button. */
  press(): void;
  /** The next requests of this operation get this response instead. */
  answerWith(operation: number, response: number, times?: number): void;
  /** What lies in its memory. */
  readonly objectCount: number;
  /** It does nothing after a capture is ordered, until `press`, which takes the oldest one's picture. */
  holdCapture(isHeld: boolean): void;
  /** Captures that the host has ordered and that are held. */
  readonly orderedCount: number;
}

/** As the port's drivers find them. */
const endpoints = { input: 0x81, output: 0x02, interrupt: 0x83 } as const;
const bulkPacketBytes = 512;
/** How much it sends at once: between two of them it notices that it is to stop. */
const pieceBytes = 16_384;

const responses = {
  ok: 0x2001,
  sessionNotOpen: 0x2003,
  notSupported: 0x2005,
  invalidHandle: 0x2009,
  busy: 0x2019,
  alreadyOpen: 0x201e,
} as const;
const events = { objectAdded: 0x4002, captureComplete: 0x400d } as const;

export function createDocumentCamera(options: DocumentCameraOptions): DocumentCamera {
  const state = createCameraState(options.photographs, options.canInitiateCapture ?? true);
  const overrides = new Map<number, { response: number; times: number }>();
  let isHeld = false;
  /** Captures that the host has ordered and that are held, oldest first. */
  let ordered: number[] = [];
  /** Events wait here: the host may not be listening. */
  let pending: Uint8Array[] = [];
  let wakeEvents: () => void = () => {};
  /** The transaction under way; whether the host has given it up; whether its data is being sent. */
  let current: number | null = null;
  let isCancelled = false;
  let isSending = false;

  const emit = (code: number, transactionId: number, parameters: readonly number[]): void => {
    pending.push(container(types.event, code, transactionId, array32(parameters).subarray(4)));
    wakeEvents();
  };

  const shoot = (transactionId: number): void => {
    const handle = state.take();
    if (!(options.quirks?.omitsObjectAdded ?? false)) emit(events.objectAdded, transactionId, [handle]);
    emit(events.captureComplete, transactionId, []);
  };

  const sendEvents = async (to: GadgetEndpoints): Promise<void> => {
    while (true) {
      const [event] = pending;
      if (event === undefined) {
        await new Promise<void>((resolve) => {
          wakeEvents = resolve;
        });
        continue;
      }
      await to.send(endpoints.interrupt, event);
      pending = pending.filter((each) => each !== event);
    }
  };

  /** In pieces, until all is sent or the host wants no more. */
  const sendData = async (to: GadgetEndpoints, command: Command, payload: Uint8Array): Promise<boolean> => {
    const quirks = options.quirks ?? {};
    const isPicture = command.operation === 0x1009;
    const whole = container(types.data, command.operation, command.transactionId, payload);
    const isUnknown = isPicture && (quirks.unknownLength ?? false);
    if (isUnknown) new DataView(whole.buffer).setUint32(0, 0xffff_ffff, true);
    const headerEnd = isPicture && quirks.splitsHeader ? 12 : 0;
    if (headerEnd > 0) await to.send(endpoints.input, whole.subarray(0, headerEnd));
    isSending = true;
    for (let at = headerEnd; at < whole.length; at += pieceBytes) {
      if (isCancelled) break;
      const isLast = at + pieceBytes >= whole.length;
      const endsWithZero = isLast && (isUnknown || !(quirks.omitsZeroPacket ?? false));
      await to.send(endpoints.input, whole.subarray(at, at + pieceBytes), endsWithZero);
    }
    isSending = false;
    return !isCancelled;
  };

  const respond = async (to: GadgetEndpoints, command: Command, code: number): Promise<void> => {
    await to.send(endpoints.input, container(types.response, code, command.transactionId, new Uint8Array()));
  };

  const obey = async (to: GadgetEndpoints, command: Command): Promise<void> => {
    const override = overrides.get(command.operation);
    if (override !== undefined && override.times-- > 0) return respond(to, command, override.response);
    const [first = 0] = command.parameters;
    const data = dataFor(state, command.operation, first, options);
    if (command.operation !== 0x1001 && command.operation !== 0x1002 && !state.isSessionOpen) {
      return respond(to, command, responses.sessionNotOpen);
    }
    if (data !== null) {
      if (data === 'invalid') return respond(to, command, responses.invalidHandle);
      const isSent = await sendData(to, command, data);
      return isSent ? respond(to, command, responses.ok) : undefined;
    }
    switch (command.operation) {
      case 0x1002: {
        if (state.isSessionOpen) return respond(to, command, responses.alreadyOpen);
        state.isSessionOpen = true;
        return respond(to, command, responses.ok);
      }
      case 0x1003:
        state.isSessionOpen = false;
        return respond(to, command, responses.ok);
      case 0x100b:
        return respond(to, command, state.objects.delete(first) ? responses.ok : responses.invalidHandle);
      case 0x100e: {
        if (!state.canInitiateCapture) return respond(to, command, responses.notSupported);
        await respond(to, command, responses.ok);
        if (isHeld) ordered.push(command.transactionId);
        else shoot(command.transactionId);
        return;
      }
      default:
        return respond(to, command, responses.notSupported);
    }
  };

  const reset = (): void => {
    state.isSessionOpen = false;
    ordered = [];
    pending = [];
    current = null;
    isCancelled = false;
    isSending = false;
  };

  return {
    description,
    press() {
      shoot(ordered.shift() ?? 0xffff_ffff);
    },
    answerWith: (operation, response, times = 1) => void overrides.set(operation, { response, times }),
    get objectCount() {
      return state.objects.size;
    },
    holdCapture(held) {
      isHeld = held;
    },
    get orderedCount() {
      return ordered.length;
    },
    async serve(to) {
      reset();
      const obeyAll = async (): Promise<void> => {
        while (true) {
          const command = decodeCommand(await to.receive(endpoints.output, bulkPacketBytes));
          if (command === null) continue;
          current = command.transactionId;
          isCancelled = false;
          await obey(to, command);
          current = null;
        }
      };
      await Promise.race([obeyAll(), sendEvents(to)]);
    },
    control(setup: SetupPacket, bytes: Uint8Array) {
      if (setup.requestType === 0x21 && setup.request === 0x64 && bytes.length === 6) {
        const transactionId = new DataView(bytes.buffer, bytes.byteOffset).getUint32(2, true);
        if (transactionId === current) isCancelled = true;
        return new Uint8Array();
      }
      if (setup.requestType === 0x21 && setup.request === 0x66) {
        isCancelled = current !== null;
        state.isSessionOpen = false;
        return new Uint8Array();
      }
      if (setup.requestType === 0xa1 && setup.request === 0x67) {
        const code = isSending ? responses.busy : responses.ok;
        return Uint8Array.of(4, 0, code & 0xff, code >> 8);
      }
      return 'stall';
    },
  };
}

/** Of operations with data to the host; `null`: of others. */
function dataFor(
  state: CameraState,
  operation: number,
  handle: number,
  options: DocumentCameraOptions,
): Uint8Array | 'invalid' | null {
  const object = state.objects.get(handle);
  switch (operation) {
    case 0x1001:
      return deviceInfo(state.canInitiateCapture, options.isPhone ?? false, options.thumbnail !== undefined);
    case 0x1004:
      return array32([(options.hasStore ?? true) ? 0x0001_0001 : 0x0001_0000]);
    case 0x1007:
      return array32([...state.objects.keys()]);
    case 0x1008:
      return object === undefined ? 'invalid' : objectInfo(object, options.thumbnail);
    case 0x1009:
      return object === undefined ? 'invalid' : object.bytes;
    case 0x100a:
      return object === undefined || !options.thumbnail ? 'invalid' : options.thumbnail;
    default:
      return null;
  }
}

const description: GadgetDescription = {
  vendorId: 0x1209,
  productId: 0x8c04,
  manufacturer: 'Proofdesk',
  product: 'Emulated document camera',
  serial: 'PTP-1',
  interfaces: [
    {
      interfaceNumber: 0,
      alternateSetting: 0,
      interfaceClass: 6,
      interfaceSubclass: 1,
      interfaceProtocol: 1,
      endpoints: [
        { address: endpoints.input, type: 'bulk', packetBytes: bulkPacketBytes },
        { address: endpoints.output, type: 'bulk', packetBytes: bulkPacketBytes },
        { address: endpoints.interrupt, type: 'interrupt', packetBytes: 28 },
      ],
    },
  ],
};
