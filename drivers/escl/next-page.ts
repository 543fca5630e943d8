// Devices process. Fetching the next page (GET NextDocument): until its first byte has come, or there surely is none.
import { FailureError } from '../../src/shared/kernel/failure.ts';
import type { EsclClient } from './escl-client.ts';
import type { HttpExchange } from './http-client.ts';
import type { Order } from './order.ts';
import { behaviours } from './quirks.ts';
import { faultOf, isEmpty, jobOf, type ScannerStatus } from './status.ts';
import { sleep, timings, within } from './timings.ts';

/** `null` after the last page. `fetched`: how many have been. */
export async function nextPage(
  client: EsclClient,
  order: Order,
  fetched: number,
  isGivenUp: () => boolean,
): Promise<HttpExchange | null> {
  const by = within(timings.firstByteWithinMs);
  let denials = 0;
  for (;;) {
    if (isGivenUp()) throw new FailureError('device.cancelled', 'The scan was cancelled.');
    const exchange = await client.nextDocument(order.path, by);
    if (exchange.status === 200) return exchange;
    await client.http.discard(exchange);
    const status = await client.status(within(timings.answerWithinMs));
    switch (exchange.status) {
      case 404:
      case 410:
        if (isOver(status, order, fetched, denials++)) return ended(status, order, fetched);
        break;
      case 409:
      case 503: {
        const fault = faultOf(status, order.settings.source);
        if (fault !== null && fault.kind !== 'device.empty') throw fault;
        // See `conflictAtEnd`.
        if (exchange.status === 409 && status.state === 'Idle') return ended(status, order, fetched);
        break;
      }
      default:
        throw (
          faultOf(status, order.settings.source) ??
          new FailureError(
            exchange.status >= 500 ? 'device.protocol' : 'device.unsupported',
            `The scanner refused to give a page (${exchange.status}).`,
          )
        );
    }
    if (by.isOver()) throw new FailureError('device.timeout', 'The scanner gave no page in time.');
    await sleep(Math.min(timings.askAgainAfterMs, by.leftMs()));
  }
}

/** Whether a page that is said not to exist never will. See `pageNotYetThere`. */
function isOver(status: ScannerStatus, order: Order, fetched: number, denials: number): boolean {
  const job = jobOf(status, order.path);
  if (job?.isBroken ?? false) return true;
  const fault = faultOf(status, order.settings.source);
  if (fault !== null && fault.kind !== 'device.empty') return true;
  const isOwed = job !== null && ((job.imagesCompleted ?? 0) > fetched || (job.imagesToTransfer ?? 0) > 0);
  const isSideMissing = order.settings.duplex && fetched % 2 === 1;
  const isWorking = job === null ? status.state === 'Processing' : job.isUnfinished;
  const isPaperLeft =
    order.settings.source === 'platen' ? fetched === 0 : status.feeder !== null && !isEmpty(status);
  // More than doubt: it has paper and works on this very job, so it is given the whole of its time.
  if (isWorking && job !== null && isPaperLeft) return false;
  if (isWorking || isSideMissing || isOwed) return denials >= behaviours.pageNotYetThere.tries;
  return true;
}

/** The end of the job: the pages that came are all of them, unless something is wrong. */
function ended(status: ScannerStatus, order: Order, fetched: number): null {
  const { source } = order.settings;
  const job = jobOf(status, order.path);
  const fault = faultOf(status, source);
  if (fault !== null && fault.kind !== 'device.empty') throw fault;
  if (job?.isBroken ?? false) {
    throw new FailureError('device.stopped', 'The scan was stopped at the scanner.');
  }
  if (fetched === 0) {
    throw source === 'feeder'
      ? new FailureError('device.empty', 'There is no paper in the scanner’s document feeder.')
      : new FailureError('device.protocol', 'The scanner took the order but gave no page. Scan again.');
  }
  order.isClosed = job !== null && !job.isUnfinished;
  return null;
}
