// Devices process. One scan: an order, its pages one by one, and the order closed again, however it ends.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { Acquired } from '../port/driver.ts';
import { type Abort, abortOf } from './abort.ts';
import type { EsclCapabilities } from './capabilities.ts';
import { downloadPage } from './download.ts';
import type { EsclClient } from './escl-client.ts';
import type { HttpExchange } from './http-client.ts';
import { nextPage } from './next-page.ts';
import { type Order, placeOrder } from './order.ts';
import { inspectWhole, trueResolution } from './page.ts';
import { chooseSettings, coarser, type ScanRequest, type ScanSettings } from './settings.ts';
import { isLoaded, type ScannerStatus } from './status.ts';
import { isSettledWithin, timings, within } from './timings.ts';

/** What lasts from one scan to the next. */
export interface ScanContext {
  readonly client: EsclClient;
  readonly capabilities: EsclCapabilities;
  /** Orders of ours that were not closed: paths. */
  readonly openJobs: Set<string>;
  /** What the last scan left to be done. */
  settled: Promise<void>;
}

export const createScanContext = (client: EsclClient, capabilities: EsclCapabilities): ScanContext => ({
  client,
  capabilities,
  openJobs: new Set(),
  settled: Promise.resolve(),
});

/** What is under way and has to be looked after if the scan ends now. */
interface UnderWay {
  order: Promise<Order> | null;
  exchange: Promise<HttpExchange | null> | null;
  /** A piece being waited for. */
  piece: Promise<unknown> | null;
  /** Whoever waits for the scanner to become ready gives up. */
  isOver: boolean;
}

/** Of the time a cancelled scan has; the rest is for whoever called. */
const cancelShare = 0.8;

export async function* scan(
  context: ScanContext,
  request: ScanRequest,
  signal: AbortSignal,
): AsyncGenerator<Acquired> {
  const abort = abortOf(signal);
  const underWay: UnderWay = { order: null, exchange: null, piece: null, isOver: false };
  try {
    yield* pages(context, request, abort, underWay);
    await abort.race(Promise.resolve());
  } finally {
    abort.dispose();
    underWay.isOver = true;
    context.settled = settle(context, underWay);
    await isSettledWithin(context.settled, timings.cancelledWithinMs * cancelShare);
  }
}

async function* pages(
  context: ScanContext,
  request: ScanRequest,
  abort: Abort,
  underWay: UnderWay,
): AsyncGenerator<Acquired> {
  const { client } = context;
  yield progress('preparing', 1);
  // A cancelled scan before this one may still be ending.
  await abort.race(isSettledWithin(context.settled, timings.answerWithinMs));
  const readyBy = within(timings.readyWithinMs);
  const status = await abort.race(client.status(readyBy));
  let settings = chooseSettings(context.capabilities, request, sourceOf(context, request, status));

  for (let number = 1; ; number++) {
    if (underWay.order === null) {
      underWay.order = placeOrder(client, settings, context.openJobs, () => underWay.isOver);
      while (!(await abort.race(isSettledWithin(underWay.order, timings.askAgainAfterMs * 4)))) {
        yield progress('preparing', number);
      }
    }
    const order = await abort.race(underWay.order);
    settings = order.settings;
    yield progress('scanning', number);
    underWay.exchange = nextPage(client, order, number - 1, () => underWay.isOver);
    let exchange: HttpExchange | null;
    try {
      exchange = await abort.race(underWay.exchange);
    } catch (error) {
      const lower = number === 1 ? coarserSettings(settings, error) : null;
      if (lower === null) throw error;
      await abort.race(closeOrder(context, order));
      underWay.order = null;
      underWay.exchange = null;
      settings = lower;
      number = 0;
      continue;
    }
    if (exchange === null) {
      underWay.exchange = null;
      return;
    }
    const download = downloadPage(exchange.body);
    for (;;) {
      const piece = download.next();
      underWay.piece = piece;
      const { done, value } = await abort.race(piece);
      if (done !== true) {
        const { lengthBytes } = exchange.body;
        const fraction = lengthBytes === null || lengthBytes === 0 ? null : Math.min(1, value / lengthBytes);
        yield {
          type: 'progress',
          progress: { stage: 'receiving', page: number, receivedBytes: value, fraction },
        };
        continue;
      }
      exchange.end();
      underWay.exchange = null;
      const page = inspectWhole(value);
      yield {
        type: 'page',
        page: {
          number,
          mediaType: page.mediaType,
          bytes: value,
          resolutionDpi: trueResolution(page, settings),
          side: settings.duplex && number % 2 === 0 ? 'back' : 'front',
        },
      };
      break;
    }
    // The platen holds one page; asking for a second would start another pass on some scanners.
    if (settings.source === 'platen') return;
  }
}

/** The feeder where paper lies in it; what the status says is believed only here, where the platen is the way out. */
function sourceOf(context: ScanContext, request: ScanRequest, status: ScannerStatus): 'platen' | 'feeder' {
  if (request.source !== null) return request.source;
  const { feeder, platen } = context.capabilities;
  return feeder !== null && (platen === null || isLoaded(status)) ? 'feeder' : 'platen';
}

/** See `resolutionRefused`: `null` where that is not what went wrong, or nothing coarser is left. */
function coarserSettings(settings: ScanSettings, error: unknown): ScanSettings | null {
  if (!(error instanceof FailureError)) return null;
  if (error.kind !== 'device.unsupported' && error.kind !== 'device.protocol') return null;
  return coarser(settings);
}

const progress = (stage: 'preparing' | 'scanning', page: number): Acquired => ({
  type: 'progress',
  progress: { stage, page, receivedBytes: 0, fraction: null },
});

async function closeOrder(context: ScanContext, order: Order): Promise<void> {
  const { client, openJobs } = context;
  try {
    if (!order.isClosed) await client.deleteJob(order.path, within(timings.readyWithinMs));
    openJobs.delete(order.path);
  } catch {
    // It stays in the list of open ones, and the next order begins with closing it.
  }
}

/** Brings the scanner back to rest: the order closed, what it still sends read and dropped. Never throws. */
async function settle(context: ScanContext, underWay: UnderWay): Promise<void> {
  const dropping = (async () => {
    await underWay.piece?.catch(() => undefined);
    const exchange = await underWay.exchange?.catch(() => null);
    if (exchange !== undefined && exchange !== null) await context.client.http.discard(exchange);
  })();
  const order = await underWay.order?.catch(() => null);
  if (order !== undefined && order !== null) await closeOrder(context, order);
  await dropping;
}
