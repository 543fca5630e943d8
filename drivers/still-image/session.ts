// Devices process. One open camera: a picture is taken or awaited, fetched, and deleted from the camera.
import { FailureError, type FailureKind } from '../../src/shared/kernel/failure.ts';
import { deadlines } from '../port/deadlines.ts';
import type { Acquired, DeviceSession } from '../port/driver.ts';
import {
  events as codesOfEvents,
  folderFormat,
  isAPhone,
  makesNoSense,
  memoryIsFull,
  memoryIsMissing,
  operations,
} from './codes.ts';
import { type Message, unknownLength } from './container.ts';
import type { DeviceInfo } from './datasets.ts';
import type { Events } from './events.ts';
import { isPicture, maxPictureBytes, nobodyPressed, noPicture, type Picture, progress } from './picture.ts';
import {
  closeSession,
  deleteObject,
  getDeviceInfo,
  getHandles,
  getObject,
  getObjectInfo,
  getStores,
  getThumb,
  initiateCapture,
  openSession,
} from './requests.ts';
import type { Transport } from './transport.ts';
import { endsWithin } from './waiting.ts';

/** How what another program left looks. */
const leftOvers: ReadonlySet<FailureKind> = new Set(['device.protocol', 'device.timeout']);

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
  private closing: Promise<void> | null = null;
  /** What goes on after an abort, before the next picture. */
  private afterwards: Promise<unknown> = Promise.resolve();
  /** Pictures that we caused and could not delete: they are nobody's to find. */
  private readonly left = new Set<number>();
  /** Transactions of our captures: their pictures may come when nobody waits for them any more. */
  private readonly captures = new Set<number>();
  /** The one that is waited for; `null`: somebody presses the button. */
  private capture: number | null = null;

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
    const { transport, events } = this.parts;
    this.info = await getDeviceInfo(transport, null).catch(async (thrown: unknown) => {
      // A program that ended in the middle leaves the rest of its picture in the pipe.
      if (!(thrown instanceof FailureError) || !leftOvers.has(thrown.kind)) throw thrown;
      await transport.reset();
      return getDeviceInfo(transport, null);
    });
    // Somebody's own pictures would come and be deleted.
    if (!this.canCapture && this.info.operations.has(operations.getObjectPropertyValue)) throw isAPhone();
    await this.begin(null);
    events.start();
  }

  private async begin(signal: AbortSignal | null): Promise<void> {
    await openSession(this.parts.transport, signal);
    this.isOpen = true;
    // Transactions are counted anew, and handles are those of one session (PIMA 15740, 8.2.1).
    this.captures.clear();
    this.capture = null;
    this.left.clear();
  }

  async capabilities() {
    return { kind: 'document_camera', canCapture: this.canCapture } as const;
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
    } finally {
      // An abort is told in time; the next picture waits until the camera has come to rest.
      this.afterwards = this.settle();
      await endsWithin(this.afterwards, deadlines.cancelledWithinMs * 0.8);
      this.isAcquiring = false;
    }
  }

  private async *picture(signal: AbortSignal): AsyncGenerator<Acquired, void> {
    yield progress('preparing');
    await this.prepare(signal);
    const known = await getHandles(this.parts.transport, signal);
    if (this.canCapture) {
      await this.shoot(signal);
      yield progress('scanning');
    }
    const { handle, mediaType, hasThumbnail } = await this.added(known, signal);
    const jpeg = hasThumbnail ? await getThumb(this.parts.transport, handle, signal) : null;
    if (jpeg !== null) yield { type: 'preview', jpeg };
    const pieces: Uint8Array[] = [];
    let receivedBytes = 0;
    for await (const { bytes, totalBytes } of getObject(this.parts.transport, handle, signal)) {
      pieces.push(bytes);
      receivedBytes += bytes.length;
      const fraction = totalBytes === null || totalBytes === 0 ? null : receivedBytes / totalBytes;
      yield { type: 'progress', progress: { stage: 'receiving', page: 1, receivedBytes, fraction } };
    }
    const bytes = Buffer.concat(pieces);
    if (!isPicture(bytes, mediaType)) throw makesNoSense('a picture that is none');
    yield {
      type: 'page',
      page: { number: 1, mediaType, bytes: new Uint8Array(bytes), resolutionDpi: null, side: 'front' },
    };
  }

  /** A session, and nothing of before. */
  private async prepare(signal: AbortSignal): Promise<void> {
    const { transport, events } = this.parts;
    const failure = transport.isBroken ? await this.settle() : null;
    if (failure !== null) throw failure;
    events.start();
    if (!this.isOpen) await this.begin(signal);
    let stores = await getStores(transport, signal);
    if (stores === null) {
      await this.begin(signal);
      stores = await getStores(transport, signal);
    }
    // A logical part of 0 is a slot without a card (PIMA 15740, 8.1.2).
    if (stores !== null && stores.length > 0 && stores.every((store) => (store & 0xffff) === 0)) {
      throw memoryIsMissing();
    }
    this.noteLate();
    await this.deleteLeft();
  }

  private async shoot(signal: AbortSignal): Promise<void> {
    const { transport } = this.parts;
    try {
      await initiateCapture(transport, signal);
    } finally {
      // Also where it was given up in the middle: the device may have heard it.
      this.capture = transport.lastTransactionId;
      this.captures.add(this.capture);
    }
  }

  /** The picture that was taken, or that somebody takes with the button of the camera. */
  private async added(known: readonly number[], signal: AbortSignal): Promise<Picture> {
    const withinMs = this.canCapture ? deadlines.firstByteWithinMs : deadlines.readyWithinMs;
    const until = performance.now() + withinMs;
    const seen = new Set(known);
    while (true) {
      const leftMs = until - performance.now();
      const event = leftMs <= 0 ? null : await this.parts.events.next(leftMs, signal);
      if (event === null && performance.now() < until) continue;
      if (event === null) throw this.canCapture ? noPicture() : nobodyPressed();
      this.noteOurs(event);
      // Of a capture that was given up: it may show somebody else's document.
      if (this.captures.has(event.transactionId) && event.transactionId !== this.capture) continue;
      for (const handle of await this.candidates(event, signal)) {
        if (seen.has(handle)) continue;
        seen.add(handle);
        const picture = await this.pictureOf(handle, signal);
        if (picture !== null) return picture;
      }
    }
  }

  private async candidates(event: Message, signal: AbortSignal): Promise<readonly number[]> {
    switch (event.code) {
      case codesOfEvents.objectAdded:
      // A page scanner asks to be rid of what it has.
      case codesOfEvents.requestObjectTransfer:
        return event.parameters.slice(0, 1);
      // Events were lost, or the one that names the picture was left out.
      case codesOfEvents.unreportedStatus:
      case codesOfEvents.captureComplete:
        return getHandles(this.parts.transport, signal);
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

  /** `null`: a folder, or a raw picture beside the one that is wanted. Whatever is added now shows the document, and has to go. */
  private async pictureOf(handle: number, signal: AbortSignal): Promise<Picture | null> {
    const info = await getObjectInfo(this.parts.transport, handle, signal);
    const { format, sizeBytes, mediaType } = info;
    if (format === folderFormat) this.left.delete(handle);
    else this.left.add(handle);
    if (mediaType === null) return null;
    if (sizeBytes > maxPictureBytes && sizeBytes !== unknownLength) {
      throw makesNoSense('a picture too large to be one');
    }
    const gives = this.info?.operations.has(operations.getThumb) ?? false;
    return { handle, mediaType, hasThumbnail: gives && info.hasThumbnail };
  }

  /** Of captures that were given up, or a second file of a picture that has been fetched. */
  private noteLate(): void {
    for (const event of this.parts.events.take()) this.noteOurs(event);
  }

  private noteOurs({ code, transactionId, parameters: [handle] }: Message): void {
    const isOurs = code === codesOfEvents.objectAdded && this.captures.has(transactionId);
    if (isOurs && handle !== undefined) this.left.add(handle);
  }

  /** Where the camera does not allow it, that is how it is. */
  private async deleteLeft(): Promise<void> {
    const { transport } = this.parts;
    for (const handle of [...this.left]) {
      if (transport.isBroken) return;
      try {
        if (!(await deleteObject(transport, handle))) return;
      } catch (thrown) {
        // Broken off: later. Refused: never.
        if (!(thrown instanceof FailureError)) throw thrown;
        if (transport.isBroken) return;
      }
      this.left.delete(handle);
    }
  }

  /** Brings the camera to rest after a picture that failed or was cancelled; what it failed with, where it did not. */
  private async settle(): Promise<FailureError | null> {
    const { transport } = this.parts;
    try {
      if (transport.isBroken) {
        await transport.recover().catch(async (thrown: unknown) => {
          if (thrown instanceof FailureError && thrown.kind === 'device.gone') throw thrown;
          this.isOpen = false;
          await transport.reset();
        });
      }
      this.parts.events.start();
      if (!this.isOpen) return null;
      this.noteLate();
      await this.deleteLeft();
      return null;
    } catch (thrown) {
      if (!(thrown instanceof FailureError)) throw thrown;
      return thrown;
    }
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    if (!this.isAcquiring) {
      // Gone, or hanging: the next host begins anew.
      await endsWithin(this.sayGoodbye(), deadlines.cancelledWithinMs);
    }
    await this.parts.close();
  }

  private async sayGoodbye(): Promise<void> {
    await this.afterwards;
    const failure = await this.settle();
    if (failure === null && this.isOpen) await closeSession(this.parts.transport, null);
  }
}
