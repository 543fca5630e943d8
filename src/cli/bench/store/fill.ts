// Benchmark. A data folder as a busy place has it: a million cases in twenty days, ten thousand of them open. The tables, their
// triggers, the sealing, the wrapped keys and the chained audit log are core's own; only the commits are larger, and not
// synced.
import { hash, randomFillSync, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serialize } from 'node:v8';
import { signHead } from '../../../core/audit/station-key.ts';
import { KeyFile } from '../../../core/keys/key-file.ts';
import { AuditHeadFile } from '../../../core/store/audit-head-file.ts';
import { AuditReader } from '../../../core/store/audit-table.ts';
import { type Db, keysFile, openDatabase, rowsFile, type Statement } from '../../../core/store/database.ts';
import { pathOfImage } from '../../../core/store/image-files.ts';
import { Keyring } from '../../../core/store/keyring.ts';
import { newKey, seal } from '../../../core/store/sealing.ts';
import { type AuditEntry, type ChainEnd, entryText } from '../../../shared/domain/audit.ts';
import type { ImageFileId, SessionId } from '../../../shared/domain/identifiers.ts';
import type { DataKind } from '../../../shared/domain/retention.ts';
import { benchUnlock } from './desk.ts';
import {
  type CaseKind,
  dayMs,
  type Pattern,
  type Patterns,
  reviewedAfterMs,
  type Stage,
  type Table,
  tables,
} from './patterns.ts';
import { type RecordedEngine, randomTemplate } from './recorded-engine.ts';

export const keptDays = 20;
/** One case in so many is one that a reviewer decides. */
const reviewedOneIn = 5;
const casesPerCommit = 10_000;
/** Only the newest have image files: all of a million's would cost 450 GB, and core looks at none but those it is asked for. */
const withFiles = 2_000;
const headEveryMs = 10 * 60_000;

export interface Filled {
  readonly cases: number;
  readonly open: number;
  readonly auditEntries: number;
  readonly imageFiles: number;
}

/** Of cases that were opened evenly until `endMs`; `folder` has a store with nothing in it. */
export function fill(
  folder: string,
  patterns: Patterns,
  recorded: RecordedEngine,
  { cases, open, endMs, say }: { cases: number; open: number; endMs: number; say: (line: string) => void },
): Filled {
  const keyFile = KeyFile.open(folder, benchUnlock)!;
  const rows = openBulk(join(folder, rowsFile), keyFile.keys.rowPages);
  const keys = openBulk(join(folder, keysFile), keyFile.keys.keyPages);
  const keyring = new Keyring(keys, keyFile.keys.wrapping, (work) => work(), 'write');
  const log = new Log(rows, keyFile);
  const maker = new Maker(folder, rows, keyring, recorded);
  const stepMs = (keptDays * dayMs) / cases;
  const startMs = endMs - keptDays * dayMs;
  const openFrom = cases - open * reviewedOneIn;
  /** Acts to come, each kind in the order of time. */
  const later = laterActs(patterns);
  const both = (sql: string) => {
    for (const db of [rows, keys]) db.exec(sql);
  };
  both('BEGIN');
  for (let index = 0; index < cases; index++) {
    const atMs = Math.round(startMs + index * stepMs);
    for (let next = later.due(atMs); next; next = later.due(atMs)) log.append(next.acts, next.atMs, next.ids);
    const kind: CaseKind = index % reviewedOneIn > 0 ? 'approved' : index >= openFrom ? 'open' : 'reviewed';
    const decidedAtMs = kind === 'reviewed' ? atMs + reviewedAfterMs : atMs;
    const stage: Stage =
      kind === 'open' || endMs < decidedAtMs + 2 * dayMs
        ? 'whole'
        : endMs < decidedAtMs + 10 * dayMs
          ? 'fields'
          : 'decision';
    const first = patterns.get(kind === 'approved' ? 'approved whole' : 'open whole')!;
    const ids = maker.make(patterns.get(`${kind} ${stage}`)!, first, atMs, index >= cases - withFiles);
    log.append(first.acts, atMs, ids);
    if (kind !== 'open') later.add(kind, atMs, ids);
    if ((index + 1) % casesPerCommit === 0) {
      both('COMMIT; BEGIN');
      if ((index + 1) % (casesPerCommit * 10) === 0) say(`${index + 1} cases`);
    }
  }
  both('COMMIT');
  const { sequence } = log.finish(folder);
  rows.close();
  keys.close();
  return { cases, open, auditEntries: sequence, imageFiles: maker.files };
}

function openBulk(path: string, pageKey: Uint8Array): Db {
  const db = openDatabase(path, pageKey, 'write');
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -2000000');
  return db;
}

/** Texts of the pattern and what stands for them in its copy. */
type Ids = ReadonlyMap<string, string>;

interface Later {
  readonly acts: readonly AuditEntry[];
  readonly atMs: number;
  readonly ids: Ids;
}

/** What is logged after the applicant has gone: each kind of case at its own times, so each is a queue. */
function laterActs(patterns: Patterns) {
  const acts = (kind: CaseKind, stage: Stage) => patterns.get(`${kind} ${stage}`)!.acts;
  const after = (earlier: readonly AuditEntry[], all: readonly AuditEntry[]) => all.slice(earlier.length);
  const approved = acts('approved', 'whole');
  const reviewed = acts('reviewed', 'whole');
  const queue = (kind: CaseKind, delayMs: number, more: readonly AuditEntry[]) => ({
    ...{ kind, delayMs, acts: more },
    waiting: [] as { atMs: number; ids: Ids }[],
    next: 0,
  });
  const queues = [
    queue('reviewed', reviewedAfterMs, after(acts('open', 'whole'), reviewed)),
    queue('approved', 2 * dayMs, after(approved, acts('approved', 'fields'))),
    queue('reviewed', reviewedAfterMs + 2 * dayMs, after(reviewed, acts('reviewed', 'fields'))),
    queue('approved', 10 * dayMs, after(acts('approved', 'fields'), acts('approved', 'decision'))),
    queue(
      'reviewed',
      reviewedAfterMs + 10 * dayMs,
      after(acts('reviewed', 'fields'), acts('reviewed', 'decision')),
    ),
  ];
  return {
    add(kind: CaseKind, atMs: number, ids: Ids) {
      for (const one of queues) if (one.kind === kind) one.waiting.push({ atMs: atMs + one.delayMs, ids });
    },
    /** The earliest act that was until `atMs`. */
    due(atMs: number): Later | null {
      const ready = queues.filter((one) => (one.waiting[one.next]?.atMs ?? Infinity) <= atMs);
      if (ready.length === 0) return null;
      const first = ready.reduce((a, b) => (a.waiting[a.next]!.atMs <= b.waiting[b.next]!.atMs ? a : b));
      const { atMs: dueMs, ids } = first.waiting[first.next]!;
      first.next += 1;
      if (first.next % 100_000 === 0) {
        first.waiting.splice(0, first.next);
        first.next = 0;
      }
      return { acts: first.acts, atMs: dueMs, ids };
    },
  };
}

const contentHash = /"content":"[0-9a-f]{64}"/;
const named = new RegExp(`(${contentHash.source}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})`);

const parts = new Map<string, readonly string[]>();
/** With the copy's identifiers, and the digest of its content, in place of the pattern's. */
function textFor(details: string, ids: Ids): string {
  const known = parts.get(details) ?? details.split(named);
  parts.set(details, known);
  return known.length === 1
    ? details
    : known.map((part, index) => (index % 2 === 0 ? part : (ids.get(part) ?? part))).join('');
}

/** Appends to the chain as core does, without a transaction for each act. */
class Log {
  readonly #keyFile: KeyFile;
  readonly #insert: Statement;
  readonly #insertHead: Statement;
  #end: ChainEnd;
  #atMs: number;
  #headAtMs = 0;

  constructor(rows: Db, keyFile: KeyFile) {
    this.#keyFile = keyFile;
    this.#insert = rows.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#insertHead = rows.prepare('INSERT INTO audit_heads VALUES (?, ?, ?, ?)');
    const head = new AuditReader(rows).head();
    this.#end = head;
    this.#atMs = head.atMs;
  }

  append(acts: readonly AuditEntry[], atMs: number, ids: Ids): void {
    for (const { act, actor, subject, details } of acts) {
      const entry = {
        sequence: this.#end.sequence + 1,
        atMs: Math.max(this.#atMs, atMs),
        ...{ act, actor },
        subject: ids.get(subject!)!,
        details: textFor(details, ids),
      };
      const digest = hash('sha256', entryText(this.#end.hash, entry), 'buffer');
      const { sequence } = entry;
      this.#insert.run(sequence, entry.atMs, act, actor, entry.subject, entry.details, digest);
      this.#end = { sequence, hash: digest.toString('hex') };
      this.#atMs = entry.atMs;
    }
    if (atMs < this.#headAtMs) return;
    this.#headAtMs = atMs + headEveryMs;
    const head = signHead(this.#keyFile.keys.station, { ...this.#end, atMs });
    const signature = Buffer.from(head.signature, 'base64');
    this.#insertHead.run(head.sequence, atMs, Buffer.from(head.hash, 'hex'), signature);
  }

  finish(folder: string): ChainEnd {
    const file = new AuditHeadFile(folder);
    file.write(this.#end);
    file.close();
    return this.#end;
  }
}

const templatePool = 512;
const chance = Buffer.alloc(1 << 16);

/** One copy under way. */
interface Copy {
  readonly sessionId: SessionId;
  readonly ids: Map<string, string>;
  /** Of images and their files: nothing later speaks of them. */
  readonly imageIds: Map<string, string>;
  readonly keys: Readonly<Record<DataKind, Buffer>>;
  readonly shiftMs: number;
}
type Value = string | number | Buffer | null;
/** How each column of a pattern's row is copied, found out once. */
interface Plan {
  readonly table: Table;
  readonly insert: Statement;
  readonly columns: readonly ((copy: Copy) => Value)[];
}

/** Copies of a pattern, as somebody else's. */
class Maker {
  readonly #folder: string;
  readonly #keyring: Keyring;
  readonly #rows: Db;
  readonly #plans = new Map<Pattern, readonly Plan[]>();
  readonly #templates: readonly Buffer[];
  #count = 0;
  #chanceAt = chance.byteLength;
  files = 0;

  constructor(folder: string, rows: Db, keyring: Keyring, { selfie, described }: RecordedEngine) {
    this.#folder = folder;
    this.#rows = rows;
    this.#keyring = keyring;
    const template = () => randomTemplate(selfie.template!.length);
    this.#templates = Array.from({ length: templatePool }, () =>
      serialize({ model: described.match.model, selfie: template(), portrait: template() }),
    );
  }

  /** @param first the pattern as it was filed: its texts stand in the log. */
  make(pattern: Pattern, first: Pattern, atMs: number, withFiles: boolean): Ids {
    const sessionId = randomUUID() as SessionId;
    const ids = new Map<string, string>([
      [pattern.sessionId, sessionId],
      [first.rows.cases[0]!.case_id as string, randomUUID()],
      [first.rows.sessions[0]!.reference as string, referenceOf(this.#count++)],
      [first.rows.receipts[0]!.digest as string, hash('sha256', sessionId)],
    ]);
    const keys = Object.fromEntries(pattern.kinds.map((kind) => [kind, newKey()])) as Copy['keys'];
    this.#keyring.create(sessionId, keys);
    const copy = {
      sessionId,
      ids,
      imageIds: new Map<string, string>(),
      keys,
      shiftMs: atMs - pattern.openedAtMs,
    };
    const plans = this.#plans.get(pattern) ?? this.#plan(pattern);
    this.#plans.set(pattern, plans);
    for (const { table, insert, columns } of plans) {
      const values = columns.map((column) => column(copy));
      if (withFiles && table === 'image_files') this.#writeFile(values[0] as ImageFileId);
      insert.run(...values);
    }
    return ids;
  }

  #plan(pattern: Pattern): Plan[] {
    return tables.flatMap((table) =>
      pattern.rows[table].map((row) => {
        const names = Object.keys(row);
        const slots = names.map(() => '?').join(', ');
        return {
          table,
          insert: this.#rows.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${slots})`),
          columns: Object.entries(row).map(([name, value]) => this.#column(pattern, name, value)),
        };
      }),
    );
  }

  #column(pattern: Pattern, name: string, value: Value): (copy: Copy) => Value {
    if (typeof value === 'number')
      return name.endsWith('_at_ms') ? ({ shiftMs }) => value + shiftMs : () => value;
    if (typeof value === 'string') {
      if (/^(artefact_id|file_id)$/.test(name)) return ({ imageIds }) => idOf(imageIds, value);
      const isOurs = /^(session_id|case_id|reference|digest)$/.test(name);
      return isOurs ? ({ ids }) => idOf(ids, value) : () => value;
    }
    if (value === null) return () => null;
    const sealed = pattern.sealed.get(name);
    // Digests of something: as hard to compress and as scattered in an index.
    if (!sealed) return () => this.#digest(value.byteLength);
    const { kind, context } = sealed.how;
    if (name === 'templates_sealed')
      return ({ keys, sessionId }) =>
        seal(keys[kind], context(sessionId), this.#templates[this.#count % templatePool]!);
    if (name !== 'content_sealed')
      return ({ keys, sessionId }) => seal(keys[kind], context(sessionId), sealed.plain);
    const filed = pattern.acts.find(({ act }) => act === 'case.filed')!.details.match(contentHash)![0];
    return ({ ids, keys, sessionId }) => {
      const content = seal(keys[kind], context(sessionId), sealed.plain);
      ids.set(filed, `"content":"${hash('sha256', content)}"`);
      return content;
    };
  }

  #digest(bytes: number): Buffer {
    if (this.#chanceAt + bytes > chance.byteLength) {
      randomFillSync(chance);
      this.#chanceAt = 0;
    }
    this.#chanceAt += bytes;
    return Buffer.from(chance.subarray(this.#chanceAt - bytes, this.#chanceAt));
  }

  /** Core counts and deletes it; nobody opens it. */
  #writeFile(fileId: ImageFileId): void {
    const path = join(this.#folder, pathOfImage(fileId));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'sealed');
    this.files += 1;
  }
}

function idOf(ids: Map<string, string>, text: string): string {
  const known = ids.get(text) ?? randomUUID();
  ids.set(text, known);
  return known;
}

/** As core's are, and none twice. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
function referenceOf(count: number): string {
  let rest = count * 7_919 + 1;
  let text = '';
  for (let i = 0; i < 8; i++) {
    text += letters[rest % letters.length];
    rest = Math.floor(rest / letters.length);
  }
  return text;
}
