// The emulated scanner behaves as one to a client that is not ours, and refuses what is malformed.
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEsclScanner } from '../../../../drivers/emulator/escl/scanner.ts';
import { noisePage } from './support.ts';

const page = await noisePage(160, 120);
const scanner = createEsclScanner({ platen: page, pieceBytes: 1_000 });
let port = 0;
let close = async (): Promise<void> => undefined;
beforeAll(async () => {
  const server = await scanner.serveLoopback();
  port = server.port;
  close = server.close;
});
afterAll(() => close());

const url = (path: string): string => `http://127.0.0.1:${port}/eSCL/${path}`;
const settings = (fields: Record<string, string> = {}): string => {
  const { region, ...rest } = { region: '', ...fields };
  const values = {
    'pwg:Version': '2.6',
    'pwg:InputSource': 'Platen',
    'scan:ColorMode': 'RGB24',
    'pwg:DocumentFormat': 'image/jpeg',
    'scan:XResolution': '300',
    'scan:YResolution': '300',
    ...rest,
  };
  const tags = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?><scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">${tags.join('')}${region}</scan:ScanSettings>`;
};
const order = (body: string) =>
  fetch(url('ScanJobs'), { method: 'POST', body, headers: { 'Content-Type': 'text/xml' } });

test('Node’s own HTTP client scans from it', async () => {
  expect((await fetch(url('ScannerCapabilities'))).headers.get('content-type')).toContain('text/xml');
  const created = await order(settings());
  expect(created.status).toBe(201);
  const job = created.headers.get('location') ?? '';
  expect((await order(settings())).status).toBe(503);
  expect(await (await fetch(url('ScannerStatus'))).text()).toContain('<pwg:State>Processing</pwg:State>');
  const document = await fetch(`${job}/NextDocument`);
  expect(document.headers.get('content-type')).toBe('image/jpeg');
  expect(Buffer.from(await document.arrayBuffer()).equals(page)).toBe(true);
  expect((await fetch(`${job}/NextDocument`)).status).toBe(404);
  expect(await (await fetch(url('ScannerStatus'))).text()).toContain('<pwg:State>Idle</pwg:State>');
  expect((await fetch(job, { method: 'DELETE' })).status).toBe(200);
});

const region = (x: number, width: number): string =>
  `<pwg:ScanRegions><pwg:ScanRegion><pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits><pwg:XOffset>${x}</pwg:XOffset><pwg:YOffset>0</pwg:YOffset><pwg:Width>${width}</pwg:Width><pwg:Height>300</pwg:Height></pwg:ScanRegion></pwg:ScanRegions>`;

test.each([
  ['no XML', 'scan, please', 400],
  ['another document', '<a/>', 400],
  ['other namespaces', settings().replaceAll('schemas.hp.com', 'example.org'), 400],
  ['no source', settings({ 'pwg:InputSource': 'Drawer' }), 400],
  ['a resolution that is none', settings({ 'scan:XResolution': 'high' }), 400],
  ['a resolution it lacks', settings({ 'scan:XResolution': '301', 'scan:YResolution': '301' }), 409],
  ['a format it lacks', settings({ 'pwg:DocumentFormat': 'image/tiff' }), 409],
  ['a mode it lacks', settings({ 'scan:ColorMode': 'RGB48' }), 409],
  ['a region off the bed', settings({ region: region(2_000, 1_000) }), 409],
  ['a region too small', settings({ region: region(0, 5) }), 409],
  ['duplex on the glass', settings({ 'scan:Duplex': 'true' }), 409],
  ['an empty feeder', settings({ 'pwg:InputSource': 'Feeder' }), 409],
])('refuses an order with %s', async (_name, body, status) => {
  expect((await order(body)).status).toBe(status);
  expect(scanner.openJobs).toBe(0);
});

describe('on the wire', () => {
  const answerTo = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (bytes) => {
        answer += bytes.toString('latin1');
        if (answer.includes('\r\n\r\n')) socket.destroy();
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  test.each([
    ['no host', 'GET /eSCL/ScannerStatus HTTP/1.1\r\n\r\n', 400],
    ['an older protocol', 'GET /eSCL/ScannerStatus HTTP/1.0\r\nHost: localhost\r\n\r\n', 400],
    ['no protocol', 'GET /eSCL/ScannerStatus\r\nHost: localhost\r\n\r\n', 400],
    ['a header with a space before its colon', 'GET / HTTP/1.1\r\nHost : localhost\r\n\r\n', 400],
    ['a length that is none', 'POST /eSCL/ScanJobs HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n', 400],
    ['another method', 'PUT /eSCL/ScannerStatus HTTP/1.1\r\nHost: localhost\r\n\r\n', 405],
    ['a printer', 'POST /ipp/print HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab', 404],
    [
      'an order in chunks',
      `POST /eSCL/ScanJobs HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nscan\r\n0\r\n\r\n`,
      400,
    ],
  ])('%s', async (_name, request, status) => {
    expect(await answerTo(request)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });
});
