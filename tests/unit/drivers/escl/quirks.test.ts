// Every departure from the standard that the emulated scanner can show: the desk gets its pages all the same.
import { describe, expect, test } from 'vitest';
import type { EsclQuirks, EsclScannerOptions } from '../../../../drivers/emulator/escl/options.ts';
import { quirksOf } from '../../../../drivers/escl/quirks.ts';
import { deskWith, noisePage, scanFrom, scannedPage, scanOnce, wires, withDeadlines } from './support.ts';

const pages = await Promise.all([1, 2, 3, 4].map((seed) => noisePage(160, 120, { seed })));
const [page] = pages;
if (page === undefined) throw new Error('No pages.');

const everywhere: Record<string, EsclScannerOptions> = {
  'the next page is not there yet': { quirks: { pageNotYetThere: 3 } },
  'each page is refused for a while': { quirks: { pageUnavailable: 2 } },
  'a conflict ends the feeder': { quirks: { conflictAtEnd: true } },
  'the feeder is said to be empty': { quirks: { falselyEmpty: 2 } },
  'the length told is too small': { framing: 'length', quirks: { lengthOff: -700 } },
  'the length told is too small by one': { framing: 'length', quirks: { lengthOff: -1 } },
  'the length told is too large': { framing: 'length', quirks: { lengthOff: 900 } },
  'nothing tells where a page ends': { quirks: { endsByClosing: true } },
  'sizes of chunks carry extensions': { pieceBytes: 999, quirks: { chunks: 'extensions' } },
  'sizes of chunks are in capitals with zeros before': { pieceBytes: 999, quirks: { chunks: 'upperCase' } },
  'the last chunk has no end': { pieceBytes: 999, quirks: { chunks: 'unended' } },
  'the first byte is late': { quirks: { firstByteAfterMs: 100 } },
  'jobs stay open': { quirks: { keepsJobsOpen: true } },
  'a program that crashed left a job': { quirks: { abandonedJobAgeS: 40 } },
  'interim answers come first': { quirks: { continues: true } },
  'the location names another host': { quirks: { location: 'otherHost' } },
  'the location lacks its slash': { quirks: { location: 'noSlash' } },
  'the location is a name alone': { quirks: { location: 'bare' } },
  'header names are in lower case': { quirks: { lowerCaseHeaders: true } },
  'a byte order mark stands before the XML': { quirks: { byteOrderMark: true } },
  'bytes of an earlier answer come first': {
    quirks: { leftover: Buffer.from('\xff\xd9\r\n0\r\n\r\nlocal', 'latin1') },
  },
  'it warms up': { ordersWhileWarming: 2 },
  'it sleeps': { wakesAfterMs: 200 },
};
const onUsb: Record<string, EsclScannerOptions> = {
  'packets of no bytes come while it thinks': { quirks: { emptyPackets: 30 } },
  'it ends what it sends with a packet of no bytes': { quirks: { endsWithEmptyPacket: true } },
  'it has one pair of endpoints': { interfaces: 1 },
  'it has two pairs of endpoints': { interfaces: 2 },
  'it is of full speed': { packetBytes: 64 },
  'it is of super speed': { packetBytes: 1024 },
};

describe.concurrent.each(wires)('over %s', (wire) => {
  test.each(Object.entries(wire === 'usb' ? { ...everywhere, ...onUsb } : everywhere))(
    '%s',
    async (_name, options) => {
      const desk = await deskWith({ ...options, platen: page, feeder: pages }, wire);
      const duplex = await scanFrom(desk.session, { source: 'feeder', duplex: true });
      expect(duplex.failure).toBeNull();
      expect(duplex.pages).toHaveLength(4);
      duplex.pages.forEach((each, index) => {
        expect(Buffer.from(each.bytes).equals(pages[index] ?? new Uint8Array())).toBe(true);
      });
      // And the scanner is at rest: the next scan begins at once.
      const flat = await scanFrom(desk.session, { source: 'platen' });
      expect(flat.failure).toBeNull();
      expect(Buffer.from(flat.pages[0]?.bytes ?? []).equals(page)).toBe(true);
      expect(desk.scanner.openJobs).toBe(0);
      await desk.close();
      expect(desk.bus.counts()).toEqual({ connections: 0, transfers: 0 });
    },
  );
});

describe('resolution', () => {
  const at = (where: NonNullable<EsclQuirks['failsAbove']>['at']) => ({
    quirks: { failsAbove: { dpi: 300, at: where } },
  });
  test.each([
    ['refused as a conflict', at(409)],
    ['refused as a bad request', at(400)],
    ['refused as an error', at(500)],
    ['refused at the page', at('page')],
    ['ignored, and the file says so', { quirks: { alwaysAtDpi: 300 } }],
  ])('600 dpi is %s: the page comes at 300, and is known to', async (_name, options) => {
    const scanned = await scanOnce(
      { ...options, platen: scannedPage() },
      { source: 'platen', resolutionDpi: 600 },
    );
    expect(scanned.failure).toBeNull();
    expect(scanned.pages.map((each) => each.resolutionDpi)).toEqual([300]);
  });

  test.each([72, 600])('pixels are believed rather than a file that claims %i dpi', async (claimed) => {
    const scanned = await scanOnce(
      { platen: scannedPage(claimed), quirks: { alwaysAtDpi: 300 } },
      { source: 'platen', resolutionDpi: 600 },
    );
    expect(scanned.pages[0]?.resolutionDpi).toBe(300);
  });

  test('a page that the scanner has cropped is believed to be what its file says', async () => {
    const cropped = await noisePage(500, 20, { densityDpi: 200 });
    const scanned = await scanOnce({ platen: cropped }, { source: 'platen', resolutionDpi: 600 });
    expect(scanned.pages[0]?.resolutionDpi).toBe(200);
  });
});

test('a page is what it is, whatever it is called', async () => {
  const scanned = await scanOnce({ platen: page, mediaTypes: ['image/png'] }, { source: 'platen' });
  expect(scanned.failure).toBeNull();
  expect(scanned.pages[0]?.mediaType).toBe('image/jpeg');
});

test('a job that somebody else has only just begun is left alone', async () => {
  const desk = await deskWith({ platen: page, quirks: { abandonedJobAgeS: 0 } });
  const abort = new AbortController();
  const asked = () => desk.scanner.requests.filter((request) => request.startsWith('POST')).length;
  await scanFrom(desk.session, { source: 'platen' }, abort.signal, () => {
    if (asked() > 2) abort.abort();
  });
  expect(desk.scanner.requests.some((request) => request.startsWith('DELETE'))).toBe(false);
  await desk.close();
});

test('a scanner that somebody else keeps busy is busy', async () => {
  const scanned = await withDeadlines(1 / 60, () =>
    scanOnce({ platen: page, ordersWhileWarming: 1e9 }, { source: 'platen' }),
  );
  expect(scanned.failure).toBe('device.busy');
});

test('a model is known by its name', () => {
  const named = (product: string) =>
    quirksOf({
      bus: 'usb',
      key: '1',
      vendorId: 0x03f0,
      productId: 1,
      manufacturer: 'HP',
      product,
      serial: null,
      interfaces: [],
      open: () => Promise.reject(new Error('not opened')),
    });
  expect(named('ScanJet Pro 4500 fn1').interfacesAtMost).toBe(1);
  expect(named('LaserJet MFP M28-M31').connectionHeader).toBe('keep-alive');
  expect(named('Anything else')).toEqual({ interfacesAtMost: Infinity, connectionHeader: null });
});
