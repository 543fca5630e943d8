// Tapes for bug reports: what is on them, what is not, and that a driver meets the same device again.
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drivers } from '../../../drivers/drivers.ts';
import { createEsclScanner } from '../../../drivers/emulator/escl/scanner.ts';
import { createMemoryBus } from '../../../drivers/emulator/memory-bus.ts';
import { createKeyboardReader } from '../../../drivers/emulator/readers/keyboard-reader.ts';
import { createPosScanner } from '../../../drivers/emulator/readers/pos-scanner.ts';
import { replayTape } from '../../../drivers/emulator/replay.ts';
import { esclDriver } from '../../../drivers/escl/driver.ts';
import { type Acquired, type Attachment, driverFor } from '../../../drivers/port/driver.ts';
import { Tape } from '../../../src/devices/tape.ts';
import { type AcquireRequest, noDevicesPolicy } from '../../../src/shared/domain/device.ts';

const scan: AcquireRequest = {
  ...{ kind: 'scan' as const, source: null, duplex: false },
  ...{ resolutionDpi: 300, colour: 'colour' as const, region: null },
};

/** A page with more in it than a picture: what a device or a program wrote beside it. */
async function page(seed: number): Promise<Uint8Array> {
  const noise = { type: 'gaussian', mean: 128, sigma: 30 + seed } as const;
  return new Uint8Array(
    await sharp({ create: { width: 400, height: 560, channels: 3, background: 'white', noise } })
      .withMetadata({ density: 300 })
      .withExif({ IFD0: { Copyright: 'HOLDER OF THE DOCUMENT' } })
      .jpeg()
      .toBuffer(),
  );
}

async function pagesOf(attachment: Attachment): Promise<Acquired[]> {
  const session = await esclDriver.open(attachment, noDevicesPolicy);
  const all: Acquired[] = [];
  try {
    for await (const acquired of session.acquire(scan, new AbortController().signal)) all.push(acquired);
  } finally {
    await session.close();
  }
  return all.filter(({ type }) => type === 'page');
}

describe('the tape of a scan', () => {
  it.each([['usb'], ['loopback']] as const)('over %s plays again, without the picture', async (over) => {
    const pages = [await page(1), await page(2)];
    const scanner = createEsclScanner({ feeder: pages, serial: 'SERIAL-OF-THIS-ONE' });
    const tape = new Tape();
    let attachment: Attachment;
    let end = async () => {};
    if (over === 'usb') {
      const bus = createMemoryBus();
      bus.plug(scanner.gadget);
      attachment = (await bus.list()).find((one) => one.bus === 'usb')!;
      end = () => bus.close();
    } else {
      const { port, close } = await scanner.serveLoopback();
      const { createLoopbackBus } = await import('../../../drivers/bus/loopback-bus.ts');
      attachment = (await createLoopbackBus([port]).list())[0]!;
      end = close;
    }
    const taken = await pagesOf(tape.through(attachment));
    await end();
    expect(taken).toHaveLength(2);

    const text = tape.text();
    const again = await pagesOf(replayTape(text));
    expect(again).toHaveLength(2);
    const bytes = Buffer.concat(
      text
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => Buffer.from((JSON.parse(line) as { bytes: string | null }).bytes ?? '', 'base64')),
    );
    expect(bytes.includes('HOLDER')).toBe(false);
    expect(`${text}${bytes.toString('latin1')}`).not.toContain('SERIAL-OF-THIS-ONE');
    for (const [index, original] of pages.entries()) {
      const replayed = again[index]!;
      if (replayed.type !== 'page') throw new Error('no page');
      // As long, as large, at the same resolution; and none of what could be seen.
      expect(replayed.page.bytes.byteLength).toBe(original.byteLength);
      expect(replayed.page.resolutionDpi).toBe(300);
      for (let at = 2_000; at + 64 < original.byteLength; at += 997) {
        expect(bytes.includes(original.subarray(at, at + 64))).toBe(false);
      }
    }
  });
});

describe('the tape of a reader', () => {
  const mrz = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';

  it.each([
    ['POS scanner', createPosScanner],
    ['keyboard', createKeyboardReader],
  ] as const)('%s keeps the shape of what was read, not the text', async (_, create) => {
    const reader = create();
    const bus = createMemoryBus();
    bus.plug(reader);
    const { vendorId, productId } = reader.description;
    const settings = { ...noDevicesPolicy, keyboardReaders: [{ vendorId, productId }] };
    const attached = await bus.list();
    const attachment = attached.find((one) => driverFor(drivers, one, settings) !== null)!;
    const driver = driverFor(drivers, attachment, settings)!;
    const tape = new Tape();
    const read = async (from: Attachment, before: () => void) => {
      const session = await driver.open(from, settings);
      const stop = new AbortController();
      try {
        before();
        for await (const acquired of session.acquire({ kind: 'read' }, stop.signal)) {
          if (acquired.type === 'read') return acquired.read.text;
        }
      } finally {
        await session.close();
      }
      throw new Error('nothing was read');
    };
    expect(await read(tape.through(attachment), () => void reader.read(mrz))).toBe(mrz);
    await bus.close();
    const again = await read(replayTape(tape.text()), () => {});
    expect(again).toHaveLength(mrz.length);
    expect(again.replace(/[A-Za-z0-9]/g, '')).toBe(mrz.replace(/[A-Za-z0-9]/g, ''));
    expect(again).not.toMatch(/ERIKSSON|L898902C3/);
  });
});
