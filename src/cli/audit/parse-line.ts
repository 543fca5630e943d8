// Command line. One line of an audit log's export, read so strictly that two texts never say the same.
import { type AuditLine, auditLineSchema } from '../../shared/domain/audit.ts';

/** `problem` beside a line: what it says is clear, and yet the station writes it otherwise. */
export type ParsedLine =
  | { readonly line: AuditLine; readonly problem: string | null }
  | { readonly line: null; readonly problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lineFeed = 10;

export function parseLine(bytes: Uint8Array): ParsedLine {
  const isEnded = bytes.at(-1) === lineFeed;
  let text: string;
  let value: unknown;
  try {
    text = utf8.decode(isEnded ? bytes.subarray(0, -1) : bytes);
  } catch {
    return { line: null, problem: 'it is not UTF-8' };
  }
  try {
    value = JSON.parse(text);
  } catch {
    return { line: null, problem: isEnded ? 'it is not JSON' : 'it is cut short' };
  }
  const parsed = auditLineSchema.safeParse(value);
  if (!parsed.success) {
    const key = parsed.error.issues[0]?.path[0];
    return {
      line: null,
      problem: key === undefined ? 'it is no line of the log' : `its "${String(key)}" is none`,
    };
  }
  // Spaces, keys that stand twice or are unknown, other notations of a number or a letter: all of it shows here.
  if (JSON.stringify(parsed.data) !== text)
    return { line: parsed.data, problem: 'the station writes it otherwise' };
  return { line: parsed.data, problem: isEnded ? null : 'its line feed is missing' };
}
