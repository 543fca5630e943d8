// Devices process. One open camera: a picture is taken or awaited, fetched, and deleted from the camera.
import type { AcquireProgress, PageMediaType } from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { deadlines } from '../port/deadlines.ts';
import type { Acquired, DeviceSession } from '../port/driver.ts';
import {
  allStores,
  events as codesOfEvents,
  makesNoSense,
  memoryIsFull,
  memoryIsMissing,
  operations,
  pictureFormats,
  responses,
} from './codes.ts';
import { type DeviceInfo, decodeDeviceInfo, decodeHandles, decodeObjectInfo } from './datasets.ts';
import type { Events } from './events.ts';
import type { Transport } from './transport.ts';
import { pause } from './waiting.ts';

/** No picture of a document is larger; whoever says so is not believed. */
export const maxPictureBytes = 67_108_864;
const maxDataSetBytes = 1_048_576;
/** Any but zero (PIMA 15740, 9.3.1); one host, one session. */
const sessionId = 1;

export interface CameraParts {
  readonly transport: Transport;
  readonly events: Events;
  readonly fallbackName: string;
  readonly serial: string | null;
  close(): Promise<void>;
}

/** Asks who it is and opens the session. Fails as `Driver.open`. */
export async function openCamera(parts: CameraParts): Promise<DeviceSession> {
  const camera = new Camera(parts);
  await camera.open();
  return camera;
}

class Camera implements DeviceSession {
  private readonly parts: CameraParts;
  private info: DeviceInfo | null = null;
  private isOpen = false;
  private isAcquiring = false;
  private isClosed = false;
  /** What goes on after an abort, before the next picture. */
  private afterwards: Promise<void> = Promise.resolve();
  /** Pictures that we caused and could not delete: they are nobody's to find. */
  private readonly left = new Set<number>();
  /** Transactions of captures that were given up: their pictures may still come. */
  private readonly givenUp = new Set<number>();

  constructor(parts: CameraParts) {
    this.parts = parts;
  }

  get name(): string {
    const { manufacturer = '', model = '' } = this.info ?? {};
    const name = model.startsWith(manufacturer) ? model : `${manufacturer} ${model}`;
    return name.trim() || this.parts.fallbackName;
  }

  get serial(): string | null {
    return this.info?.serial || this.parts.serial;
  }

  private get canCapture(): boolean {
    return this.info?.operations.has(operations.initiateCapture) ?? false;
  }

  async open(): Promise<void> {
    const { data } = await this.parts.transport.ask({
      operation: operations.getDeviceInfo,
      maxBytes: maxDataSetBytes,
      signal: null,
    });
    this.info = decodeDeviceInfo(data);
    await this.openSession(null);
    this.parts.events.start();
  }

  async capabilities() {
    return { kind: 'document_camera', canCapture: this.canCapture } as const;
  }

  private async openSession(signal: AbortSignal | null): Promise<void> {
    const { transport } = this.parts;
    const request = { operation: operations.openSession, parameters: [sessionId], signal };
    const { response } = await transport.ask({ ...request, accept: [responses.sessionAlreadyOpen] });
    if (response.code === responses.sessionAlreadyOpen) {
      // Of a host that went away without a word; its transactions are counted, so it is begun anew.
      await transport.ask({
        operation: operations.closeSession,
        accept: [responses.sessionNotOpen],
        signal,
      });
      await transport.ask(request);
    }
    this.isOpen = true;
  }

  async *acquire(request: Parameters<DeviceSession['acquire']>[0], signal: AbortSignal) {
    if (request.kind !== 'capture') {
      throw new FailureError(
        'device.unsupported',
        'A document camera takes pictures; it scans and reads nothing.',
      );
    }
    if (this.isAcquiring) throw new FailureError('device.busy', 'The camera is taking a picture already.');
    this.isAcquiring = true;
    try {
      await this.afterwards;
      yield* this.picture(signal);
    } catch (thrown) {
      // The abort is told at once; the next picture waits until the camera has come to rest.
      this.afterwards = this.settle();
      await Promise.race([this.afterwards, pause(deadlines.cancelledWithinMs * 0.8, null)]);
      throw thrown;
    } finally {
      this.isAcquiring = false;
    }
  }

  private async *picture(signal: AbortSignal): AsyncGenerator<Acquired, void> {
    yield progress('preparing');
    await this.prepare(signal);
    const known = new Set(await this.handles(signal));
    if (this.canCapture) {
      await this.capture(signal);
      yield progress('scanning');
    }
    const { handle, mediaType } = await this.added(known, signal);
    this.left.add(handle);
    const pieces: Uint8Array[] = [];
    let receivedBytes = 0;
    const fetched = this.parts.transport.transact({
      operation: operations.getObject,
      parameters: [handle],
      maxBytes: maxPictureBytes,
      firstByteWithinMs: deadlines.firstByteWithinMs,
      signal,
    });
    for await (const { bytes, totalBytes } of fetched) {
      pieces.push(bytes);
      receivedBytes += bytes.length;
      const fraction = totalBytes === null || totalBytes === 0 ? null : receivedBytes / totalBytes;
      yield { type: 'progress', progress: { stage: 'receiving', page: 1, receivedBytes, fraction } };
    }
    const bytes = Buffer.concat(pieces);
    if (!isPicture(bytes, mediaType)) throw makesNoSense('a picture that is none');
    try {
      yield {
        type: 'page',
        page: { number: 1, mediaType, bytes: Uint8Array.from(bytes), resolutionDpi: null, side: 'front' },
      };
    } finally {
      await this.deleteLeft();
    }
  }

  /** A session, and nothing of before. */
  private async prepare(signal: AbortSignal): Promise<void> {
    const { transport, events } = this.parts;
    if (transport.isBroken) await this.settle();
    if (transport.isBroken)
      throw new FailureError('device.protocol', 'The camera hangs. Switch it off and on.');
    events.start();
    if (!this.isOpen) await this.openSession(signal);
    const stores = { operation: operations.getStorageIds, maxBytes: maxDataSetBytes, signal };
    let answer = await transport.ask({ ...stores, accept: [responses.sessionNotOpen] });
    if (answer.response.code === responses.sessionNotOpen) {
      await this.openSession(signal);
      answer = await transport.ask(stores);
    }
    // A logical part of 0 is a slot without a card (PIMA 15740, 8.1.2).
    if (!decodeHandles(answer.data).some((store) => (store & 0xffff) !== 0)) throw memoryIsMissing();
    this.noteGivenUp();
    await this.deleteLeft();
  }

  private async handles(signal: AbortSignal): Promise<number[]> {
    const { data } = await this.parts.transport.ask({
      operation: operations.getObjectHandles,
      parameters: [allStores, 0, 0],
      maxBytes: maxDataSetBytes,
      signal,
    });
    return decodeHandles(data);
  }

  private async capture(signal: AbortSignal): Promise<void> {
    const { response } = await this.parts.transport.ask({
      operation: operations.initiateCapture,
      // The device chooses store and format.
      parameters: [0, 0],
      signal,
    });
    this.givenUp.add(response.transactionId);
  }

  /** The picture that was taken, or that somebody takes with the button of the camera. */
  private async added(known: ReadonlySet<number>, signal: AbortSignal): Promise<Picture> {
    const withinMs = this.canCapture ? deadlines.firstByteWithinMs : deadlines.readyWithinMs;
    const until = performance.now() + withinMs;
    const seen = new Set(known);
    while (true) {
      const leftMs = until - performance.now();
      const event = leftMs <= 0 ? null : await this.parts.events.next(leftMs, signal);
      if (event === null && performance.now() < until) continue;
      if (event === null) throw this.canCapture ? noPicture() : nobodyPressed();
      for (const handle of await this.candidates(event, signal)) {
        if (seen.has(handle)) continue;
        seen.add(handle);
        const picture = await this.pictureOf(handle, signal);
        if (picture !== null) return picture;
      }
    }
  }

  private async candidates(
    event: { readonly code: number; readonly parameters: readonly number[] },
    signal: AbortSignal,
  ): Promise<readonly number[]> {
    switch (event.code) {
      case codesOfEvents.objectAdded:
      // A page scanner asks to be rid of what it has.
      case codesOfEvents.requestObjectTransfer:
        return event.parameters.slice(0, 1);
      // Events were lost, or the one that names the picture was left out.
      case codesOfEvents.unreportedStatus:
      case codesOfEvents.captureComplete:
        return this.handles(signal);
      case codesOfEvents.storeFull:
        throw memoryIsFull();
      case codesOfEvents.storeRemoved:
        throw memoryIsMissing();
      case codesOfEvents.deviceReset:
        this.isOpen = false;
        throw new FailureError('device.stopped', 'The camera began anew. Take the picture again.');
      default:
        return [];
    }
  }

  /** `null`: a folder, a sound, a raw picture. Cameras may add several objects for one picture. */
  private async pictureOf(handle: number, signal: AbortSignal): Promise<Picture | null> {
    const { data } = await this.parts.transport.ask({
      operation: operations.getObjectInfo,
      parameters: [handle],
      maxBytes: maxDataSetBytes,
      signal,
    });
    const { format, sizeBytes } = decodeObjectInfo(data);
    const mediaType = pictureFormats.get(format);
    if (mediaType === undefined) return null;
    if (sizeBytes > maxPictureBytes && sizeBytes !== 0xffff_ffff)
      throw makesNoSense('a picture too large to be one');
    return { handle, mediaType };
  }

  /** Pictures of captures that nobody waits for any more, as far as they have come. */
  private noteGivenUp(): void {
    for (const event of this.parts.events.take()) {
      const handle = event.parameters[0];
      if (
        event.code === codesOfEvents.objectAdded &&
        this.givenUp.has(event.transactionId) &&
        handle !== undefined
      ) {
        this.left.add(handle);
      }
    }
  }

  /** Where the camera does not allow it, that is how it is. */
  private async deleteLeft(): Promise<void> {
    const { transport } = this.parts;
    for (const handle of [...this.left]) {
      if (transport.isBroken || this.isClosed) return;
      try {
        await transport.ask({ operation: operations.deleteObject, parameters: [handle], signal: null });
      } catch (thrown) {
        // Broken off: later. Refused: never.
        if (!(thrown instanceof FailureError)) throw thrown;
        if (transport.isBroken) return;
      }
      this.left.delete(handle);
    }
  }

  /** Brings the camera to rest after a picture that failed or was cancelled. Fails never: the next picture tells. */
  private async settle(): Promise<void> {
    const { transport } = this.parts;
    try {
      if (transport.isBroken) {
        await transport.recover().catch(async (thrown: unknown) => {
          if (thrown instanceof FailureError && thrown.kind === 'device.gone') throw thrown;
          this.isOpen = false;
          await transport.reset();
        });
      }
      if (!this.isOpen) return;
      this.noteGivenUp();
      await this.deleteLeft();
    } catch (thrown) {
      if (!(thrown instanceof FailureError)) throw thrown;
    }
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    const { transport } = this.parts;
    try {
      if (!this.isAcquiring) {
        await this.afterwards;
        if (this.isOpen && !transport.isBroken) {
          this.noteGivenUp();
          await this.deleteLeft();
          await transport.ask({ operation: operations.closeSession, signal: null });
        }
      }
    } catch {
      // Gone, or hanging: the next host begins anew.
    }
    this.isClosed = true;
    await this.parts.close();
  }
}

interface Picture {
  readonly handle: number;
  readonly mediaType: PageMediaType;
}

const progress = (stage: AcquireProgress['stage']): Acquired => ({
  type: 'progress',
  progress: { stage, page: 1, receivedBytes: 0, fraction: null },
});

/** How files of each kind begin. */
const beginnings: readonly (readonly [PageMediaType, readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
];

const isPicture = (bytes: Uint8Array, mediaType: PageMediaType): boolean =>
  beginnings.some(
    ([type, beginning]) => type === mediaType && beginning.every((byte, at) => bytes[at] === byte),
  );

const noPicture = (): FailureError =>
  new FailureError(
    'device.timeout',
    'The camera took no picture. Look whether it shows a message, and try again.',
  );
const nobodyPressed = (): FailureError =>
  new FailureError('device.timeout', 'Nobody pressed the button of the camera. Start again, then press it.');
