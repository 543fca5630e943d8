import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanRead,
  createTextFramer,
  maxReadBytes,
  unescapeFraming,
} from '../../../../drivers/port/reads.ts';
import type { ReaderFraming } from '../../../../src/shared/domain/device.ts';
import { FailureError } from '../../../../src/shared/kernel/failure.ts';
import { aamva, mrz } from '../reader-support.ts';

const framing = (changes: Partial<ReaderFraming> = {}): ReaderFraming => ({
  prefix: '',
  suffix: '\\r',
  silenceMs: 200,
  ...changes,
});

/** All reads of what is sent in these pieces, with silence at the end. */
function readsOf(pieces: readonly string[], changes: Partial<ReaderFraming> = {}): string[] {
  const framer = createTextFramer(framing(changes));
  const reads = pieces.flatMap((piece) => framer.push(Buffer.from(piece, 'latin1')));
  return [...reads, ...framer.silence()].map(({ text, symbology }) => (symbology ?? '') + text);
}

function cut(text: string, at: readonly number[]): string[] {
  const places = [...new Set([0, ...at.map((each) => each % (text.length + 1)), text.length])];
  places.sort((a, b) => a - b);
  return places.slice(1).map((end, index) => text.slice(places[index], end));
}

const cuts = fc.array(fc.nat(), { maxLength: 30 });
/** Printable, as MRZ and most barcodes are. */
const line = fc.string({ unit: fc.constantFrom(...'ABCXYZ0189<+/ ]*abc'), minLength: 1, maxLength: 90 });

describe('framing of reads', () => {
  it('finds the same reads however they are cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        cuts,
        fc.constantFrom('', '\x02', '>>'),
        fc.constantFrom(['\\r', '\r'], ['\\r\\n', '\r\n'], ['\\r', '\r\n'], ['\\x03', '\x03'], ['\\t', '\t']),
        (lines, at, prefix, [suffix, sent]) => {
          fc.pre(lines.every((each) => each.trim() !== ''));
          const text = lines.map((each) => `${prefix}${each}${sent}`).join('');
          expect(readsOf(cut(text, at), { prefix, suffix: suffix! })).toEqual(lines);
        },
      ),
    );
  });

  it('ends a read without a suffix at silence', () => {
    expect(readsOf(['ABC', 'DEF'])).toEqual(['ABCDEF']);
    expect(readsOf([`${mrz[0]}\r\n${mrz[1]}\r\n`], { suffix: '' })).toEqual([mrz.join('\n')]);
  });

  it('keeps the file of an AAMVA barcode as it came, whatever the suffix', () => {
    fc.assert(
      fc.property(cuts, fc.constantFrom('\\r', '\\n', '\\r\\n', '', '\\x03'), (at, suffix) => {
        const sent = aamva + unescapeFraming(suffix);
        expect(readsOf(cut(sent, at), { suffix })).toEqual([aamva]);
        expect(readsOf(cut(`]L2${sent}`, at), { suffix })).toEqual([`]L2${aamva}`]);
      }),
    );
  });

  it('says nothing where nothing was read', () => {
    for (const sent of ['', '\r', '\r\n', '\n\r\n\r', ' \r', '\x1e\r']) expect(readsOf([sent])).toEqual([]);
  });

  it('reads ISO 8859-1 and UTF-8', () => {
    expect(cleanRead('M\xdcLLER', framing())).toBe('MÜLLER');
    expect(cleanRead(Buffer.from('MÜLLER 王').toString('latin1'), framing())).toBe('MÜLLER 王');
  });

  it('cuts off what is too long, by name, and goes on', () => {
    const framer = createTextFramer(framing());
    const flood = Buffer.alloc(4_096, 0x41);
    expect(() => {
      for (let sent = 0; sent <= maxReadBytes; sent += flood.length) framer.push(flood);
    }).toThrow(FailureError);
    expect(framer.push(Buffer.from('ABC\r'))).toEqual([{ text: 'ABC', symbology: null }]);
  });

  it('knows its escapes', () => {
    expect(unescapeFraming('\\r\\n\\t\\x1E\\\\\\q')).toBe('\r\n\t\x1e\\\\q');
  });
});
