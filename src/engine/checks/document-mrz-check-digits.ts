// Engine. `document.mrz.check_digits`: every check digit is right and every field has the form that Doc 9303 gives it.
import type { Evidence, Finding } from '../../shared/domain/check.ts';
import type { MrzDecoding } from '../document/mrz-decode.ts';
import { checkDigitOf, layoutOf, textAt } from '../document/mrz-formats.ts';
import type { StandIn } from '../document/stand-in.ts';

/**
 * `zone`: as in `document.mrz.read`; a document without one has no digits that could prove it. `standIn`: a reader at the desk
 * read the zone with right ones, and nothing that the picture shows of it contradicts that.
 */
export function documentMrzCheckDigits(
  decoding: MrzDecoding | null,
  zone: 'expected' | 'absent' = 'expected',
  standIn: StandIn | null = null,
): Finding {
  const start = performance.now();
  const base = { code: 'document.mrz.check_digits' as const, model: null };
  if (standIn) {
    const evidence = standIn.reader.reading.lines.map(
      (value): Evidence => ({ kind: 'text', label: 'mrz.reader', value }),
    );
    const status = standIn.isConfirmed ? 'passed' : 'inconclusive';
    return { ...base, score: null, status, reasons: [], evidence, ms: 0 };
  }
  if (!decoding && zone === 'absent') {
    const reasons = ['document.not_machine_readable' as const];
    return { ...base, score: null, status: 'inconclusive', reasons, evidence: [], ms: 0 };
  }
  if (!decoding) {
    return { ...base, score: null, status: 'not_run', reasons: [], evidence: [], ms: 0 };
  }
  const { format, lines, judgement } = decoding;
  const layout = layoutOf(format);
  const evidence: Evidence[] = [
    { kind: 'number', label: 'check_digits.right', value: judgement.checksRight },
    { kind: 'number', label: 'check_digits.total', value: judgement.checksTotal },
  ];
  for (const name of judgement.invalidFields) {
    const digit = layout.fields.find((field) => field.checks?.field === name);
    const field = layout.fields.find((row) => row.name === name);
    if (digit?.checks) {
      const covered = digit.checks.over.map((part) => textAt(lines, part)).join('');
      evidence.push({
        kind: 'text',
        label: `mrz.${name}`,
        value: covered + textAt(lines, digit),
        expected: covered + checkDigitOf(covered),
      });
    } else if (field) {
      evidence.push({ kind: 'text', label: `mrz.${name}`, value: textAt(lines, field) });
    }
  }
  return {
    ...base,
    score: judgement.checksTotal === 0 ? null : judgement.checksRight / judgement.checksTotal,
    status: judgement.valid ? 'passed' : 'failed',
    reasons: judgement.valid ? [] : ['document.mrz_check_digit'],
    evidence,
    ms: performance.now() - start,
  };
}
