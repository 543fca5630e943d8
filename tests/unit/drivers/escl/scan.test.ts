// A scan from order to last page, over the emulated bus and over loopback: the very bytes of the scanner, and what it says.
import { describe, expect, test } from 'vitest';
import { deskWith, noisePage, scanFrom, scannedPage, scanOnce, wires } from './support.ts';

const pages = await Promise.all([1, 2, 3, 4, 5].map((seed) => noisePage(160, 120, { seed })));
const [page, second] = pages;
if (page === undefined || second === undefined) throw new Error('No pages.');

describe.each(wires)('over %s', (wire) => {
  test.each(['chunked', 'length'] as const)(
    'a page from the glass is the scanner’s, byte by byte (%s)',
    async (framing) => {
      const scanned = await scanOnce(
        { platen: page, framing, pieceBytes: 1_000 },
        { source: 'platen' },
        wire,
      );
      expect(scanned.failure).toBeNull();
      expect(scanned.pages).toHaveLength(1);
      expect(scanned.pages[0]).toMatchObject({ number: 1, mediaType: 'image/jpeg', side: 'front' });
      expect(Buffer.from(scanned.pages[0]?.bytes ?? []).equals(page)).toBe(true);
    },
  );

  test('all sheets of the feeder come, in their order, front and back', async () => {
    const scanned = await scanOnce({ feeder: pages.slice(0, 4) }, { source: 'feeder', duplex: true }, wire);
    expect(scanned.failure).toBeNull();
    expect(scanned.pages.map((each) => each.number)).toEqual([1, 2, 3, 4]);
    expect(scanned.pages.map((each) => each.side)).toEqual(['front', 'back', 'front', 'back']);
    scanned.pages.forEach((each, index) => {
      expect(Buffer.from(each.bytes).equals(pages[index] ?? new Uint8Array())).toBe(true);
    });
  });

  test('without a source named, paper in the feeder goes first, then the glass', async () => {
    const desk = await deskWith({ platen: page, feeder: [second] }, wire);
    const first = await scanFrom(desk.session);
    const then = await scanFrom(desk.session);
    await desk.close();
    expect(Buffer.from(first.pages[0]?.bytes ?? []).equals(second)).toBe(true);
    expect(Buffer.from(then.pages[0]?.bytes ?? []).equals(page)).toBe(true);
  });
});

test('names itself and what it can do', async () => {
  const desk = await deskWith({ platen: page, resolutionsDpi: [100, 300], colourModes: ['Grayscale8'] });
  expect(desk.session.name).toBe('Proofdesk Emulated MFP');
  expect(desk.session.serial).toBe('PD0000000001');
  expect(await desk.session.capabilities()).toEqual({
    kind: 'scanner',
    sources: [
      {
        source: 'platen',
        duplex: false,
        resolutionsDpi: [100, 300],
        colourModes: ['grey'],
        mediaTypes: ['image/jpeg', 'application/pdf'],
        widthMm: 215.9,
        heightMm: 296.93,
      },
      expect.objectContaining({ source: 'feeder', duplex: true }),
    ],
  });
  await desk.close();
  expect(desk.bus.counts()).toEqual({ connections: 0, transfers: 0 });
});

test('progress goes from preparing to scanning to receiving, and ends with all bytes', async () => {
  const large = await noisePage(900, 700);
  const { progress } = await scanOnce(
    { platen: large, framing: 'length', pieceBytes: 70_000 },
    { source: 'platen' },
  );
  expect([...new Set(progress.map((each) => each.stage))]).toEqual(['preparing', 'scanning', 'receiving']);
  const received = progress.map((each) => each.receivedBytes);
  expect(received).toEqual(received.toSorted((a, b) => a - b));
  expect(progress.filter((each) => each.stage === 'receiving').length).toBeGreaterThan(3);
  expect(progress.every((each) => each.fraction === null || each.fraction <= 1)).toBe(true);
});

test('a region is scanned at the resolution asked for, or the next finer one', async () => {
  const region = { xMm: 10, yMm: 20, widthMm: 85.6, heightMm: 53.98 };
  const { pages: scanned } = await scanOnce(
    { platen: scannedPage() },
    { source: 'platen', resolutionDpi: 250, region },
  );
  expect(scanned[0]?.resolutionDpi).toBe(300);
});

test.each([
  ['png', ['image/png'], 'image/png'],
  ['pdf', ['application/pdf'], 'application/pdf'],
  ['jpeg rather than png or pdf', ['application/pdf', 'image/png', 'image/jpeg'], 'image/jpeg'],
])('formats: %s', async (_name, mediaTypes, mediaType) => {
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n');
  const png = await noisePage(40, 40, { format: 'png' });
  const { pages: scanned } = await scanOnce(
    {
      mediaTypes,
      platen: (asked) =>
        asked.mediaType === 'image/jpeg' ? page : asked.mediaType === 'image/png' ? png : pdf,
    },
    { source: 'platen' },
  );
  expect(scanned[0]?.mediaType).toBe(mediaType);
});

test('one scan at a time; the running one is not disturbed', async () => {
  const desk = await deskWith({ platen: page });
  let second: Promise<{ failure: string | null }> | null = null;
  const first = await scanFrom(desk.session, {}, undefined, () => {
    second ??= scanFrom(desk.session);
  });
  expect(first.pages).toHaveLength(1);
  expect((await (second ?? first)).failure).toBe('device.busy');
  await desk.close();
});

test('what it cannot do it says', async () => {
  const desk = await deskWith({ platen: page, hasFeeder: false });
  expect((await scanFrom(desk.session, { source: 'feeder' })).failure).toBe('device.unsupported');
  const outside = { xMm: 400, yMm: 0, widthMm: 10, heightMm: 10 };
  expect((await scanFrom(desk.session, { region: outside })).failure).toBe('device.unsupported');
  await desk.close();
});
