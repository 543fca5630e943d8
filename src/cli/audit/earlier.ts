// Command line. What an earlier export, or a file of heads alone, says about a log: where it stood, and who signed that.
import { exportText, headText } from '../../shared/domain/audit.ts';
import { parseLine } from './parse-line.ts';

export interface Signed {
  readonly sequence: number;
  readonly hash: string;
  /** What the signature is over. */
  readonly text: string;
  readonly signature: string;
}

export interface Earlier {
  /** `null` where the file does not begin as an export. */
  readonly publicKey: string | null;
  readonly signed: readonly Signed[];
  readonly unreadable: readonly { readonly line: number; readonly problem: string }[];
}

const entryStart = Buffer.from('{"type":"entry",');

export function readEarlier(lines: Iterable<Uint8Array>): Earlier {
  let publicKey: string | null = null;
  const signed: Signed[] = [];
  const unreadable: { line: number; problem: string }[] = [];
  let number = 0;
  for (const bytes of lines) {
    number++;
    if (entryStart.equals(bytes.subarray(0, entryStart.length))) continue;
    const { line, problem } = parseLine(bytes);
    if (problem !== null) unreadable.push({ line: number, problem });
    if (line?.type === 'head') signed.push({ ...line, text: headText(line) });
    if (line?.type === 'proofdesk-audit') {
      publicKey ??= line.publicKey;
      if (line.entries > 0) signed.push({ ...line, sequence: line.entries, text: exportText(line) });
    }
  }
  return { publicKey, signed, unreadable };
}
