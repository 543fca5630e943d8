// Devices process. Knows what is attached, holds readers open, runs one acquisition a device; everything that a driver
// throws ends here as a failure with a name.

import type { Bus } from '../../drivers/port/bus.ts';
import {
  type Attachment,
  type DeviceSession,
  type Driver,
  type DriverSettings,
  driverFor,
} from '../../drivers/port/driver.ts';
import type {
  AcquiredPage,
  AcquireProgress,
  AcquireRequest,
  Capabilities,
  DeviceInfo,
  DeviceRead,
} from '../shared/domain/device.ts';
import { type Failure, FailureError, toFailure } from '../shared/kernel/failure.ts';

/** A device that cannot be used now is tried again this often: a rule was added, another program let go. */
const tryAgainMs = 3_000;

export interface DeviceHostOptions {
  readonly bus: Bus;
  readonly drivers: readonly Driver[];
  readonly settings: DriverSettings;
  readonly onChange: (devices: readonly DeviceInfo[]) => void;
  readonly onRead: (deviceId: string, read: DeviceRead) => void;
  readonly onBug: (where: string, thrown: unknown) => void;
}

export interface JobListener {
  readonly onProgress: (progress: AcquireProgress) => void;
  readonly onPreview: (jpeg: Uint8Array) => void;
  readonly onPage: (page: AcquiredPage) => void;
}

interface Entry {
  readonly attachment: Attachment;
  readonly driver: Driver | null;
  readonly gone: AbortController;
  name: string;
  serial: string | null;
  failure: Failure | null;
  capabilities: Capabilities | null;
  /** Opened, asked and closed one after the other. */
  turn: Promise<unknown>;
  /** Under way. */
  job: { readonly id: string; readonly stop: AbortController } | null;
  /** A reader's endless reading. */
  reading: AbortController | null;
}

const attachedName = ({ manufacturer, product }: Attachment): string => {
  // Many products repeat their maker's name.
  const maker = manufacturer && !product?.startsWith(manufacturer) ? manufacturer : null;
  return [maker, product].filter((part) => part).join(' ') || 'USB device';
};

const nothing = { onProgress() {}, onPreview() {}, onPage() {} };

export class DeviceHost {
  readonly #options: DeviceHostOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #tended = new Set<Promise<void>>();
  #stopListening: (() => void) | null = null;
  #refreshing: Promise<void> | null = null;
  #isStale = false;
  #told = '';
  #closed = false;

  constructor(options: DeviceHostOptions) {
    this.#options = options;
  }

  /** Fails with what the bus fails with the first time. */
  async start(): Promise<void> {
    this.#stopListening = this.#options.bus.onChange(() => void this.#refresh());
    await this.#refresh();
  }

  list(): DeviceInfo[] {
    const entries = [...this.#entries.values()];
    // A HID reader is on the USB too: one row a device.
    const taken = entries.filter(({ driver, attachment }) => driver !== null && attachment.bus === 'hid');
    const isTwin = ({ attachment, driver }: Entry) =>
      driver === null &&
      taken.some(
        ({ attachment: other }) =>
          other.vendorId === attachment.vendorId &&
          other.productId === attachment.productId &&
          other.serial === attachment.serial,
      );
    return entries
      .filter((entry) => !isTwin(entry))
      .map(({ attachment, driver, name, serial, failure }) => ({
        deviceId: attachment.key,
        name,
        vendorId: attachment.vendorId,
        productId: attachment.productId,
        serial,
        driver: driver?.name ?? null,
        kind: driver?.kind ?? null,
        failure,
      }));
  }

  /** Asked once a device, as long as it stays. Fails with `device.*`. */
  async capabilities(deviceId: string): Promise<Capabilities> {
    const entry = this.#require(deviceId);
    return this.#inTurn(entry, async () => {
      if (!entry.capabilities) await this.#probe(entry);
      return entry.capabilities!;
    });
  }

  /**
   * How many pages came; of a reader, after its next read. Fails with `device.*`; pages that came before stand.
   * @param through what the attachment is opened through, to keep a tape.
   */
  async acquire(
    deviceId: string,
    jobId: string,
    request: AcquireRequest,
    listener: JobListener = nothing,
    through: (attachment: Attachment) => Attachment = (attachment) => attachment,
  ): Promise<number> {
    const entry = this.#require(deviceId);
    if (entry.job) throw new FailureError('device.busy', 'This device is at work already.');
    const stop = new AbortController();
    entry.job = { id: jobId, stop };
    const signal = AbortSignal.any([stop.signal, entry.gone.signal]);
    // A reader is always being read: that ends now, and goes on when this is done.
    entry.reading?.abort();
    return this.#inTurn(entry, async () => {
      let pages = 0;
      const session = await this.#open(entry, through(entry.attachment));
      try {
        for await (const acquired of session.acquire(request, signal)) {
          if (acquired.type === 'progress') listener.onProgress(acquired.progress);
          if (acquired.type === 'preview') listener.onPreview(acquired.jpeg);
          if (acquired.type === 'read') {
            this.#options.onRead(deviceId, acquired.read);
            break;
          }
          if (acquired.type !== 'page') continue;
          pages += 1;
          listener.onPage(acquired.page);
        }
        return pages;
      } catch (thrown) {
        // The list may know that it is gone before a transfer does.
        if (entry.gone.signal.aborted) throw new FailureError('device.gone', 'The device was unplugged.');
        throw thrown;
      } finally {
        await session.close();
      }
    }).finally(() => {
      entry.job = null;
    });
  }

  cancel(jobId: string): void {
    for (const { job } of this.#entries.values()) if (job?.id === jobId) job.stop.abort();
  }

  /** Lets go of every device. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening?.();
    for (const entry of this.#entries.values()) entry.gone.abort();
    await Promise.allSettled([...this.#tended, ...[...this.#entries.values()].map(({ turn }) => turn)]);
    await this.#options.bus.close();
  }

  #require(deviceId: string): Entry {
    const entry = this.#entries.get(deviceId);
    if (!entry) throw new FailureError('device.unknown', 'There is no such device, or it was unplugged.');
    if (!entry.driver) throw new FailureError('device.unsupported', 'No driver takes this device.');
    return entry;
  }

  /** One listing at a time; what changes meanwhile is listed after it. */
  #refresh(): Promise<void> {
    this.#isStale = true;
    this.#refreshing ??= (async () => {
      try {
        while (this.#isStale && !this.#closed) {
          this.#isStale = false;
          this.#take(await this.#options.bus.list());
        }
      } finally {
        this.#refreshing = null;
      }
    })();
    return this.#refreshing;
  }

  #take(attachments: readonly Attachment[]): void {
    const keys = new Set(attachments.map(({ key }) => key));
    for (const [key, { gone }] of this.#entries) {
      if (keys.has(key)) continue;
      gone.abort();
      this.#entries.delete(key);
    }
    for (const attachment of attachments) {
      if (this.#entries.has(attachment.key) || this.#closed) continue;
      const driver = driverFor(this.#options.drivers, attachment, this.#options.settings);
      const entry: Entry = {
        ...{ attachment, driver, gone: new AbortController() },
        ...{ name: attachedName(attachment), serial: attachment.serial },
        ...{ failure: null, capabilities: null, turn: Promise.resolve(), job: null, reading: null },
      };
      this.#entries.set(attachment.key, entry);
      if (!driver) continue;
      const tended = this.#tend(entry).finally(() => this.#tended.delete(tended));
      this.#tended.add(tended);
    }
    this.#changed();
  }

  /** Until it can be used, and a reader for as long as it stays. */
  async #tend(entry: Entry): Promise<void> {
    const { signal } = entry.gone;
    while (!signal.aborted) {
      try {
        if (entry.driver!.kind !== 'reader') return await this.#inTurn(entry, () => this.#probe(entry));
        await this.#inTurn(entry, () => this.#read(entry));
      } catch (thrown) {
        if (signal.aborted) return;
        if (entry.reading?.signal.aborted) continue;
        if (!(thrown instanceof FailureError)) this.#options.onBug(entry.driver!.name, thrown);
        this.#state(entry, toFailure(thrown));
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, tryAgainMs);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async #probe(entry: Entry): Promise<void> {
    const session = await this.#open(entry, entry.attachment);
    try {
      entry.capabilities = await session.capabilities();
    } finally {
      await session.close();
    }
    this.#state(entry, null);
  }

  async #read(entry: Entry): Promise<void> {
    const session = await this.#open(entry, entry.attachment);
    try {
      entry.capabilities = await session.capabilities();
      this.#state(entry, null);
      entry.reading = new AbortController();
      const signal = AbortSignal.any([entry.reading.signal, entry.gone.signal]);
      for await (const acquired of session.acquire({ kind: 'read' }, signal)) {
        if (acquired.type === 'read') this.#options.onRead(entry.attachment.key, acquired.read);
      }
    } finally {
      await session.close();
    }
  }

  async #open(entry: Entry, attachment: Attachment): Promise<DeviceSession> {
    const session = await entry.driver!.open(attachment, this.#options.settings);
    entry.name = session.name;
    entry.serial = session.serial;
    return session;
  }

  #inTurn<T>(entry: Entry, work: () => Promise<T>): Promise<T> {
    const result = entry.turn.then(work);
    entry.turn = result.catch(() => {});
    return result;
  }

  #state(entry: Entry, failure: Failure | null): void {
    entry.failure = failure;
    this.#changed();
  }

  #changed(): void {
    const devices = this.list();
    const now = JSON.stringify(devices);
    if (this.#closed || now === this.#told) return;
    this.#told = now;
    this.#options.onChange(devices);
  }
}
