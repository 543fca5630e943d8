// Unit tests. What the tests of readers share: a reader on the bus in memory, and what came out of it.
import type { Attachment } from '../../../drivers/port/bus.ts';
import {
  type DeviceSession,
  type Driver,
  type DriverSettings,
  driverFor,
} from '../../../drivers/port/driver.ts';
import type { DeviceRead } from '../../../src/shared/domain/device.ts';
import { FailureError, type FailureKind } from '../../../src/shared/kernel/failure.ts';

export const settings: DriverSettings = {
  framing: { prefix: '', suffix: '\\r', silenceMs: 40 },
  keyboardReaders: [],
  serialReaders: [],
};

/** Specimens: nobody's data. The second line of an MRZ, and the file of an AAMVA barcode with its own separators. */
export const mrz = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
] as const;
export const aamva = `@\n\x1e\rANSI 636000100102DL00410278ZV03190008DLDAQT64235789\nDCSSAMPLE\nDDEN\nDACMICHAEL\nDDFN\nDADJOHN\nDDGN\nDCUJR\nDCAD\nDCBK\nDCDPH\nDBD06062019\nDBB06061986\nDBA12102024\nDBC1\nDAU068 in\nDAYBRO\nDAG2300 WEST BROAD STREET\nDAIRICHMOND\nDAJVA\nDAK232690000  \nDCF2424244747474786102204\nDCGUSA\nDCK123456789\nDDAF\nDDB06062018\nDDC06062020\nDDD1\rZVZVA01\r`;

export async function openWith(
  driver: Driver,
  attachments: readonly Attachment[],
  chosen: DriverSettings,
): Promise<DeviceSession> {
  const attachment = attachments.find((each) => driverFor([driver], each, chosen) !== null);
  if (attachment === undefined) throw new Error('No attachment that the driver takes.');
  return driver.open(attachment, chosen);
}

/** Reads until so many came, `during` runs meanwhile; then cancels. */
export async function readsOf(
  session: DeviceSession,
  count: number,
  during: () => Promise<unknown>,
): Promise<DeviceRead[]> {
  const abort = new AbortController();
  const reads: DeviceRead[] = [];
  const failing = failureOf(async () => {
    const acquired = session.acquire({ kind: 'read' }, abort.signal)[Symbol.asyncIterator]();
    let next = acquired.next();
    const doing = during();
    while (true) {
      const { value, done } = await next;
      if (done) throw new Error('A reader went quiet.');
      if (value.type === 'read') reads.push(value.read);
      if (reads.length === count) break;
      next = acquired.next();
    }
    await doing;
    abort.abort();
    await acquired.next();
  });
  const kind = await failing;
  if (kind !== 'device.cancelled') throw new Error(`Reading ended with ${kind}.`);
  return reads;
}

/** The kind that it fails with; anything but an expected failure is thrown on. */
export async function failureOf(act: () => Promise<unknown>): Promise<FailureKind | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof FailureError) return error.kind;
    throw error;
  }
}
