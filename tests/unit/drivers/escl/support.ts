// Tests of the eSCL driver: pages of noise, a desk with one emulated scanner, and what a scan gave.
import sharp from 'sharp';
import type { z } from 'zod';
import { createLoopbackBus } from '../../../../drivers/bus/loopback-bus.ts';
import type { EmulatedPage, EsclScannerOptions } from '../../../../drivers/emulator/escl/options.ts';
import { createEsclScanner, type EsclScanner } from '../../../../drivers/emulator/escl/scanner.ts';
import { createMemoryBus, type MemoryBus, type Plug } from '../../../../drivers/emulator/memory-bus.ts';
import { esclDriver } from '../../../../drivers/escl/driver.ts';
import { scaleDeadlines } from '../../../../drivers/port/deadlines.ts';
import type { DeviceSession } from '../../../../drivers/port/driver.ts';
import {
  type AcquiredPage,
  type AcquireProgress,
  acquireRequestSchema,
} from '../../../../src/shared/domain/device.ts';
import { FailureError, type FailureKind } from '../../../../src/shared/kernel/failure.ts';

export const settings = {
  framing: { prefix: '', suffix: '\\r', silenceMs: 200 },
  keyboardReaders: [],
  serialReaders: [],
};

/** Whatever waits, waits less: nothing here takes as long as a carriage does. */
const usualScale = 1 / 4;
scaleDeadlines(usualScale);

/** What a machine that is busy with other tests may add to a deadline. */
export const toSpareMs = 5_000;

/** Shorter still, where the deadline itself is what a test is about. */
export async function withDeadlines<T>(scale: number, run: () => Promise<T>): Promise<T> {
  scaleDeadlines(scale);
  try {
    return await run();
  } finally {
    scaleDeadlines(usualScale);
  }
}

/** Noise, so that no two pages are alike; `densityDpi` is what the file claims. */
export async function noisePage(
  widthPx: number,
  heightPx: number,
  options: { densityDpi?: number; format?: 'jpeg' | 'png'; seed?: number } = {},
): Promise<Uint8Array> {
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  let value = options.seed ?? 1;
  for (let at = 0; at < pixels.length; at++) {
    value = (value * 1_103_515_245 + 12_345) & 0x7fffffff;
    pixels[at] = value >> 16;
  }
  const image = sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } }).withMetadata({
    density: options.densityDpi ?? 300,
  });
  return new Uint8Array(await (options.format === 'png' ? image.png() : image.jpeg()).toBuffer());
}

/** As a scanner makes it: as many pixels as region and resolution say. Narrow, to be quick. */
export const scannedPage =
  (densityDpi: number | null = null): EmulatedPage =>
  ({ region, resolutionDpi }) =>
    noisePage(Math.round((region.width * resolutionDpi) / 300), 16, {
      densityDpi: densityDpi ?? resolutionDpi,
    });

export interface Desk {
  readonly scanner: EsclScanner;
  readonly session: DeviceSession;
  readonly bus: MemoryBus;
  readonly plug: Plug | null;
  close(): Promise<void>;
}

export const wires = ['usb', 'loopback'] as const;
export type Wire = (typeof wires)[number];

export async function deskWith(options: EsclScannerOptions, wire: Wire = 'usb'): Promise<Desk> {
  const scanner = createEsclScanner(options);
  const bus = createMemoryBus();
  const plug = wire === 'usb' ? bus.plug(scanner.gadget) : null;
  const server = wire === 'loopback' ? await scanner.serveLoopback() : null;
  const end = async (): Promise<void> => {
    await server?.close();
    await bus.close();
  };
  try {
    const [attachment] = server === null ? await bus.list() : await createLoopbackBus([server.port]).list();
    if (attachment === undefined) throw new Error('Nothing is attached.');
    const session = await esclDriver.open(attachment, settings);
    return {
      scanner,
      session,
      bus,
      plug,
      async close() {
        await session.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

export interface Scanned {
  readonly pages: readonly AcquiredPage[];
  readonly progress: readonly AcquireProgress[];
  readonly failure: FailureKind | null;
}

type Wish = Omit<Extract<z.input<typeof acquireRequestSchema>, { kind: 'scan' }>, 'kind'>;

/** Until it ends, whichever way; a bug in the driver fails the test. */
export async function scanFrom(
  session: DeviceSession,
  wish: Wish = {},
  signal: AbortSignal = new AbortController().signal,
  onProgress: (progress: AcquireProgress) => void = () => undefined,
): Promise<Scanned> {
  const pages: AcquiredPage[] = [];
  const progress: AcquireProgress[] = [];
  try {
    for await (const each of session.acquire(acquireRequestSchema.parse({ kind: 'scan', ...wish }), signal)) {
      if (each.type === 'page') pages.push(each.page);
      if (each.type === 'progress') {
        progress.push(each.progress);
        onProgress(each.progress);
      }
    }
    return { pages, progress, failure: null };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { pages, progress, failure: error.kind };
  }
}

/** Opens, scans once, closes. */
export async function scanOnce(
  options: EsclScannerOptions,
  wish: Wish = {},
  wire: Wire = 'usb',
): Promise<Scanned & { readonly requests: readonly string[] }> {
  const desk = await deskWith(options, wire);
  try {
    return { ...(await scanFrom(desk.session, wish)), requests: desk.scanner.requests };
  } finally {
    await desk.close();
  }
}

export async function kindOf(promise: Promise<unknown>): Promise<FailureKind | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    if (error instanceof FailureError) return error.kind;
    throw error;
  }
}
