// Command line. Verifies an audit log's export as an auditor would: offline, line by line, with nothing of the program
// that wrote it but the format (src/shared/domain/audit.ts).
import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { type AuditExport, type AuditHead, exportText, headText } from '../../shared/domain/audit.ts';
import type { Earlier, Signed } from './earlier.ts';
import type { Finding } from './finding.ts';
import type { Claim, Confirmed } from './judge-claims.ts';
import { countHeads, type OddHead, oddHeads, unsignedHeads } from './judge-heads.ts';
import { judgeRuns, type Unreadable } from './judge-runs.ts';
import { parseLine } from './parse-line.ts';
import { type Entry, Runs } from './runs.ts';

export interface Verification {
  /** Nothing was found. */
  readonly isWhole: boolean;
  /** Fingerprint of the key that signs; `null` where the first line does not say. */
  readonly station: string | null;
  readonly writtenAtMs: number | null;
  /** As read. */
  readonly entries: number;
  readonly heads: number;
  /** The last entry read. */
  readonly end: { readonly sequence: number; readonly hash: string };
  readonly findings: readonly Finding[];
}

export interface Expected {
  readonly earlier: Earlier | null;
  /** Fingerprint, hexadecimal. */
  readonly station: string | null;
}

/** Lines as `linesOf` gives them. `null`: none of them is a line of an audit log. */
export function verifyAudit(lines: Iterable<Uint8Array>, expected: Expected): Verification | null {
  const verifier = new Verifier(expected);
  for (const line of lines) verifier.read(line);
  return verifier.judge();
}

/** More of a kind than anybody reads; what is beyond is left out. */
const enough = 10_000;

class Verifier {
  readonly #expected: Expected;
  readonly #findings: Finding[] = [];
  readonly #runs = new Runs();
  /** Claims about entries that were not read when the claims were, and those of them that an entry meets. */
  readonly #ahead = new Map<number, Claim[]>();
  readonly #met = new Set<Claim>();
  readonly #unmet: Claim[] = [];
  readonly #confirmed: Confirmed[] = [];
  readonly #unreadable: Unreadable[] = [];
  readonly #oddHeads: OddHead[] = [];
  readonly #unsigned: number[] = [];
  readonly #headsRead = new Set<number>();
  #first: AuditExport | null = null;
  #isFirstSigned = false;
  #key: KeyObject | null = null;
  #line = 0;
  #entries = 0;

  constructor(expected: Expected) {
    this.#expected = expected;
  }

  read(bytes: Uint8Array): void {
    this.#line++;
    const { line, problem } = parseLine(bytes);
    if (this.#line === 1 && line?.type !== 'proofdesk-audit')
      this.#find({
        kind: 'first_line',
        line: 1,
        text: `the first line is not that of an export${problem === null ? '' : ` (${problem})`}: whose log it is and where it ends is not said`,
      });
    if (!line) {
      if (this.#line > 1 && this.#unreadable.length < enough)
        this.#unreadable.push({ line: this.#line, after: this.#runs.last.to, problem });
    } else {
      if (problem !== null)
        this.#find({ kind: 'irregular', line: this.#line, text: `line ${this.#line} reads, but ${problem}` });
      if (line.type === 'entry') this.#readEntry(line);
      else if (line.type === 'head') this.#readHead(line);
      else this.#readFirst(line);
    }
    if (this.#line === 1) this.#readEarlier();
  }

  #readFirst(first: AuditExport): void {
    if (this.#line > 1)
      this.#find({ kind: 'first_line', line: this.#line, text: `line ${this.#line} is a first line` });
    if (this.#first) return;
    this.#first = first;
    this.#key = keyOf(first.publicKey);
    this.#isFirstSigned = this.#isSigned(exportText(first), first.signature);
    if (!this.#isFirstSigned)
      this.#find({
        kind: 'signature',
        line: this.#line,
        text: 'the first line is not signed with the key that it names: nothing says where the log ends',
      });
    else if (first.entries > 0) this.#claim({ sequence: first.entries, hash: first.hash, source: 'end' });
    const { station } = this.#expected;
    if (station !== null && station !== fingerprint(first.publicKey))
      this.#find({
        kind: 'other_station',
        line: this.#line,
        text: `this is the log of station ${fingerprint(first.publicKey)}, not of ${station}`,
      });
  }

  #readEarlier(): void {
    const { earlier } = this.#expected;
    if (!earlier) return;
    for (const { line, problem } of earlier.unreadable)
      this.#find({
        kind: 'unreadable',
        text: `line ${line} of the earlier file cannot be taken as it is: ${problem}`,
      });
    if (earlier.publicKey !== null) {
      this.#key ??= keyOf(earlier.publicKey);
      if (this.#first && this.#first.publicKey !== earlier.publicKey)
        this.#find({
          kind: 'other_station',
          text: `the earlier file is of another station, ${fingerprint(earlier.publicKey)}`,
        });
    }
    const isTrue = ({ text, signature }: Signed) => this.#isSigned(text, signature);
    const { true: signed = [], false: unsigned = [] } = Object.groupBy(earlier.signed, (head) =>
      isTrue(head) ? 'true' : 'false',
    );
    for (const { sequence, hash } of signed) this.#claim({ sequence, hash, source: 'earlier' });
    if (unsigned.length > 0)
      this.#find({
        kind: 'signature',
        text: `${unsigned.length} of ${earlier.signed.length} signatures in the earlier file are not this station's`,
      });
  }

  #readEntry(entry: Entry): void {
    this.#entries++;
    const number = this.#runs.add(entry, this.#line);
    const claims = this.#ahead.get(number);
    const met = claims?.filter(({ hash }) => hash === entry.hash) ?? [];
    for (const { source } of met) this.#confirmed.push({ sequence: number, line: this.#line, source });
    for (const claim of met) this.#met.add(claim);
  }

  #readHead(head: AuditHead): void {
    const { sequence } = head;
    const isTwice = this.#headsRead.has(sequence);
    const after = this.#runs.last.to;
    if ((isTwice || sequence !== after) && this.#oddHeads.length < enough)
      this.#oddHeads.push({ sequence, after, line: this.#line, isTwice });
    this.#headsRead.add(sequence);
    if (!this.#key) return;
    if (!this.#isSigned(headText(head), head.signature)) {
      this.#unsigned.push(sequence);
      return;
    }
    const claim: Claim = { sequence, hash: head.hash, source: 'head' };
    const entry = this.#runs.recent(sequence);
    if (entry?.entry.hash === head.hash) this.#confirmed.push({ sequence, line: entry.line, source: 'head' });
    else if (entry) this.#unmet.push(claim);
    // About an entry long past nothing can be said; that the head stands here is.
    else if (sequence > after) this.#claim(claim);
  }

  #claim(claim: Claim): void {
    const claims = this.#ahead.get(claim.sequence);
    if (claims) claims.push(claim);
    else this.#ahead.set(claim.sequence, [claim]);
  }

  judge(): Verification | null {
    const first = this.#first;
    if (!first && this.#entries === 0 && this.#headsRead.size === 0) return null;
    const { runs, renumberings, overflowLine, last } = this.#runs;
    const isRead = overflowLine === null;
    const end = first && this.#isFirstSigned && isRead ? first : null;
    const entries = judgeRuns({
      runs,
      renumberings,
      unreadable: this.#unreadable,
      end,
      confirmed: this.#confirmed,
      unmet: isRead ? this.#unmetClaims() : [],
    });
    const unreadableHeads = entries.filter(({ kind, from }) => kind === 'unreadable' && from === undefined);
    const findings = [
      ...this.#findings,
      ...entries,
      ...oddHeads(this.#oddHeads, runs),
      ...unsignedHeads(this.#unsigned),
      ...(end ? countHeads(end.heads, this.#headsRead.size, unreadableHeads.length) : []),
    ];
    if (!isRead)
      findings.push({
        kind: 'too_many',
        line: overflowLine,
        text: `too much is out of order to tell it apart: from line ${overflowLine} on entries were not looked at`,
      });
    // Whatever the words for it: one unbroken run from the first entry to the signed end, or something is wrong.
    if (findings.length === 0 && (runs.length > 1 || last.to !== end?.entries || last.lastHash !== end.hash))
      findings.push({ kind: 'too_many', text: 'the entries do not hang together' });
    return {
      isWhole: findings.length === 0,
      station: first && fingerprint(first.publicKey),
      writtenAtMs: first?.atMs ?? null,
      entries: this.#entries,
      heads: this.#headsRead.size,
      end: { sequence: last.to, hash: last.lastHash },
      findings: findings.sort((a, b) => (a.from ?? 0) - (b.from ?? 0)),
    };
  }

  #unmetClaims(): Claim[] {
    // Where a run begins or ends its number may have been found out after the claim was looked at.
    const edges = new Set(
      this.#runs.runs.flatMap(({ from, first, to, lastHash }) => [
        `${from} ${first?.hash}`,
        `${to} ${lastHash}`,
      ]),
    );
    return [...this.#unmet, ...[...this.#ahead.values()].flat()].filter(
      (claim) => !this.#met.has(claim) && !edges.has(`${claim.sequence} ${claim.hash}`),
    );
  }

  #find(finding: Finding): void {
    if (this.#findings.length < enough) this.#findings.push(finding);
  }

  #isSigned(text: string, signature: string): boolean {
    return this.#key !== null && verify(null, Buffer.from(text), this.#key, Buffer.from(signature, 'base64'));
  }
}

const keyOf = (publicKey: string): KeyObject =>
  createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });

const fingerprint = (publicKey: string): string => hash('sha256', Buffer.from(publicKey, 'base64'));
