// The commands for devices, as somebody types them, at a desk with one scanner behind a port of this computer.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEsclScanner, type EsclScanner } from '../../../drivers/emulator/escl/scanner.ts';
import type { DeviceInfo } from '../../../src/shared/domain/device.ts';
import { defaultPolicy, root } from '../../fixtures/test-core.ts';

const page = (fill: number) =>
  Uint8Array.from([
    ...[0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
    ...new Uint8Array(5_000).fill(fill),
    ...[0xff, 0xd9],
  ]);

const folder = mkdtempSync(join(tmpdir(), 'proofdesk-devices-'));
let scanner: EsclScanner;
let served: Awaited<ReturnType<EsclScanner['serveLoopback']>>;
beforeAll(async () => {
  scanner = createEsclScanner();
  served = await scanner.serveLoopback();
  const policy = defaultPolicy();
  const devices = { ...policy.devices, loopbackPorts: [served.port] };
  writeFileSync(join(folder, 'policy.json'), JSON.stringify({ ...policy, devices }));
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Asynchronously: the scanner is in this very process. */
const proofdesk = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const program = join(root, 'src/cli/main.ts');
    execFile(process.execPath, [program, ...args, '--data-folder', folder], (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
const listed = async () => JSON.parse((await proofdesk('devices', '--json')).out) as DeviceInfo[];
const theScanner = async () => (await listed()).find(({ kind }) => kind === 'scanner')!;

describe('proofdesk devices', () => {
  it('lists what is attached, who takes it, and that it works', async () => {
    expect(await theScanner()).toMatchObject({ driver: 'escl', failure: null });
    const { out } = await proofdesk('devices');
    expect(out).toMatch(/escl +ready/);
  });

  it('says why one cannot be used', async () => {
    scanner.setFault('stopped');
    scanner.load([page(1)]);
    const { deviceId } = await theScanner();
    const { code, err } = await proofdesk('scan', '--device', deviceId, '--out', join(folder, 'no.jpg'));
    scanner.setFault(null);
    expect(code).toBe(4);
    // What it is, and what to do.
    expect(err.trim().split('\n')).toHaveLength(2);
    expect(err).toMatch(/stopped/);
  });

  it('prints rules that udev can read', async () => {
    const { out } = await proofdesk('devices', '--udev');
    expect(out).toContain('TAG+="uaccess"');
  });

  it('records a tape', async () => {
    scanner.load([page(7)]);
    const file = join(folder, 'tape.jsonl');
    const { deviceId } = await theScanner();
    expect(await proofdesk('devices', '--record', file, '--device', deviceId)).toMatchObject({ code: 0 });
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    expect(JSON.parse(lines[0]!)).toMatchObject({ type: 'proofdesk-tape', version: 1 });
    expect(lines.length).toBeGreaterThan(4);
  });
});

describe('proofdesk scan', () => {
  it('writes each page as the scanner encoded it', async () => {
    scanner.load([page(1), page(2)]);
    const { deviceId } = await theScanner();
    const { code, out } = await proofdesk('scan', '--device', deviceId, '--out', join(folder, 'page.jpg'));
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(2);
    expect(new Uint8Array(readFileSync(join(folder, 'page.jpg')))).toEqual(page(1));
    expect(new Uint8Array(readFileSync(join(folder, 'page-2.jpg')))).toEqual(page(2));
  });

  it('of what is not there fails', async () => {
    const { code, err } = await proofdesk('scan', '--device', 'nothing', '--out', join(folder, 'x.jpg'));
    expect(code).toBe(4);
    expect(err).toMatch(/No such device/);
  });
});
