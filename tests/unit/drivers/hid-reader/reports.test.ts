import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyboardReports } from '../../../../drivers/emulator/readers/keyboard-reader.ts';
import { type PosLayout, posLayouts, posReports } from '../../../../drivers/emulator/readers/pos-scanner.ts';
import { createKeyboardDecoder } from '../../../../drivers/hid-reader/keyboard-reports.ts';
import { createPosFramer, joinReports } from '../../../../drivers/hid-reader/pos-reports.ts';
import { FailureError } from '../../../../src/shared/kernel/failure.ts';
import { aamva, mrz, settings } from '../reader-support.ts';

const layouts = Object.keys(posLayouts) as PosLayout[];

describe('reports of HID POS scanners', () => {
  it('give the text once, in every layout and length', () => {
    // Every character that text has; zeros are what reports are filled up with.
    const text = fc.string({
      unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 700,
    });
    fc.assert(
      fc.property(text, fc.constantFrom(...layouts), (sent, layout) => {
        // In a report without an identifier, text that begins like one is taken for one further on.
        fc.pre(layout !== 'plain' || !/^.?\][A-Za-z][0-9A-Za-z]/s.test(sent));
        const read = joinReports(posReports(sent, ']L2', layout));
        expect(read).toEqual({ raw: sent, symbology: layout === 'plain' ? null : ']L2' });
      }),
      { numRuns: 500 },
    );
  });

  it('find an identifier that is sent as a part of the data', () => {
    for (const text of [mrz[1], aamva, 'A', 'x'.repeat(53), 'x'.repeat(109)]) {
      expect(joinReports(posReports(`]L2${text}`, '', 'plain')).raw).toBe(`]L2${text}`);
    }
  });

  it('take a scanner that knows no symbology', () => {
    expect(joinReports(posReports(aamva, '\0\0\0', 'identified'))).toEqual({ raw: aamva, symbology: null });
  });

  it('end in a read or a named failure whatever comes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 70 }),
            fc.constantFrom(...posReports(aamva, ']L2', 'identified')),
          ),
          {
            maxLength: 40,
          },
        ),
        (reports) => {
          const decoder = createPosFramer(settings.framing);
          for (const report of reports) {
            try {
              decoder.push(report);
            } catch (error) {
              expect(error).toBeInstanceOf(FailureError);
              expect(decoder.isPending).toBe(false);
            }
          }
        },
      ),
    );
  });

  it('give up on a read that does not end', () => {
    const endless = posReports('x'.repeat(100), ']L2', 'identified')[0]!;
    const decoder = createPosFramer(settings.framing);
    expect(() => {
      for (let sent = 0; sent < 10_000; sent++) decoder.push(endless);
    }).toThrow(FailureError);
  });
});

/** What a US keyboard has on its keys. */
const typeable = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});

function typed(reports: readonly Uint8Array[]): string {
  const decoder = createKeyboardDecoder();
  return reports.map((report) => Buffer.from(decoder.push(report)).toString('latin1')).join('');
}

describe('reports of readers that type', () => {
  it('give back whatever was typed', () => {
    fc.assert(
      fc.property(typeable, fc.constantFrom('control_keys', 'alt_numbers'), (text, controls) => {
        expect(typed(keyboardReports(`${text}\r\t`, controls))).toBe(`${text}\r\t`);
      }),
    );
  });

  it('give back the separators of AAMVA, typed with control or with numbers', () => {
    for (const controls of ['control_keys', 'alt_numbers'] as const) {
      expect(typed(keyboardReports(aamva, controls))).toBe(aamva);
    }
  });

  it('count a key once while it is held, however the presses of fast readers overlap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0x04, max: 0x27 }), { maxLength: 60 }),
        fc.nat({ max: 5 }),
        (keys, overlap) => {
          const held: number[] = [];
          const reports: Uint8Array[] = [];
          const report = () =>
            reports.push(Uint8Array.from([0, 0, ...held, ...Array(6 - held.length).fill(0)]));
          for (const key of keys) {
            // The same key again is released first: no keyboard can press a key that is down.
            if (held.includes(key)) held.splice(held.indexOf(key), 1);
            while (held.length > overlap) held.shift();
            report();
            held.push(key);
            report();
            report();
          }
          const letters = keys.map((key) => 'abcdefghijklmnopqrstuvwxyz1234567890'[key - 4]).join('');
          expect(typed(reports)).toBe(letters);
        },
      ),
    );
  });

  it('ignore a report of too many keys, and reports of any length', () => {
    expect(typed([Uint8Array.of(0, 0, 4, 0, 0, 0, 0, 0), Uint8Array.of(0, 0, 1, 1, 1, 1, 1, 1)])).toBe('a');
    fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 12 })), (reports) => void typed(reports)));
  });
});
