// Whatever core asks its databases is answered through an index: nothing reads a table that grows, at any size. In a new
// data folder and in one that was brought up to date, which have the same tables.
import Database from 'better-sqlite3-multiple-ciphers';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeBackup } from '../../src/core/backup/backup.ts';
import { retentionOverview } from '../../src/core/retention/overview.ts';
import type { StoreReader } from '../../src/core/store/store-reader.ts';
import { photograph } from '../fixtures/scripted-engine.ts';
import { applicant, look, newFolder, reviewer } from '../fixtures/station-folder.ts';
import { captureSelfie, TestClock, testCore, testUnlock, walkToSelfie } from '../fixtures/test-core.ts';
import { makeOldFolder } from './old-folder.ts';

type Plans = Map<string, string[]>;
const day = 86_400_000;

/** A handful of rows, however long the station stands there. */
const small = ['case_counts', 'reviewers', 'sign_in_failures', 'policies', 'meta', 'sqlite_schema'];
/** Of few rows: what is unfinished, undecided, claimed or held just now. */
const partial = ['sessions_unfinished', 'cases_undecided', 'cases_claims', 'sessions_held'];
/** Reads all of something because all of it is wanted (exports, copies, the report on what is kept), or its last row. */
const whole = [
  'SELECT * FROM audit ORDER BY sequence',
  'SELECT * FROM audit_heads ORDER BY sequence',
  'SELECT file_id FROM image_files ORDER BY file_id',
  'SELECT count(*) FROM audit_heads',
  'SELECT sequence, hash, at_ms FROM audit ORDER BY sequence DESC LIMIT 1',
  'select "kind", count(*) as "sessions", sum("items") as "items"',
  `select details ->> 'kind' as "kind"`,
];

/** Read from its end until there are enough: nothing is passed over. */
const ordered = ['cases_decided'];

/** The plan's lines that read a table, or an index, from end to end. */
function scansIn(sql: string, plan: readonly string[]): string[] {
  if (whole.some((start) => sql.startsWith(start))) return [];
  const known = /\blimit\b/i.test(sql) ? [...partial, ...ordered] : partial;
  return plan.filter((line) => {
    const [, table, index] = /^SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?/.exec(line) ?? [];
    return table && !small.includes(table) && !(index && known.includes(index));
  });
}

const prepare = Database.prototype.prepare;
const explain = (db: Database.Database, sql: string): string[] => {
  const slots = (sql.match(/\?/g) ?? []).map(() => 1);
  const lines = prepare.call(db, `EXPLAIN QUERY PLAN ${sql}`).all(slots) as { detail: string }[];
  return lines.map(({ detail }) => detail);
};

/** Plans of everything that is prepared while `work` goes on. */
async function plansOf(work: () => Promise<void>): Promise<Plans> {
  const plans: Plans = new Map();
  Database.prototype.prepare = function prepared(this: Database.Database, sql: string) {
    const statement = prepare.call(this, sql);
    if (!plans.has(sql) && /^(select|insert|update|delete)/i.test(sql)) plans.set(sql, explain(this, sql));
    return statement;
  } as typeof prepare;
  try {
    await work();
  } finally {
    Database.prototype.prepare = prepare;
  }
  return plans;
}

/** All that kiosk, console, sweeps, backups and the command line do. */
async function everything(folder: string): Promise<void> {
  const clock = new TestClock();
  const start = () => testCore({ dataFolder: folder, clock });
  let core = await start();
  const kiosk = core.kiosk('k');
  await applicant(core);
  await applicant(core, { selfie: 'stranger' });
  await applicant(core, { selfie: 'stranger' });
  const retried = await walkToSelfie(core, 'k', 'fine', 'blurred');
  await kiosk['session.verify'](retried);
  await captureSelfie(kiosk, retried.sessionId, [photograph('stranger')]);
  await kiosk['session.verify'](retried);
  await kiosk['session.receipt'](retried);
  await kiosk['session.current'](undefined);
  const cancelled = await walkToSelfie(core, 'l');
  await core.kiosk('l')['session.close']({ ...cancelled, reason: 'cancelled' });
  await walkToSelfie(core, 'm');
  const desk = await reviewer(core);
  await reviewer(core, 'd');
  core.clientClosed('d');
  const page = { limit: 2, after: null };
  for (const status of [null, 'open', 'claimed', 'decided'] as const) {
    for (const outcome of [null, 'approve', 'review'] as const) {
      const { next } = await desk['queue.list']({ ...page, status, outcome });
      if (next) await desk['queue.list']({ ...page, status, outcome, after: next });
      const after = { isDecided: true, atMs: clock.nowMs(), caseId: retried.sessionId as never };
      await desk['queue.list']({ ...page, status, outcome, after });
    }
  }
  const { cases } = await desk['queue.list']({ ...page, status: 'open', outcome: null });
  const [{ caseId }, other] = cases as [(typeof cases)[0], (typeof cases)[0]];
  await desk['case.open']({ caseId });
  const { artefacts } = await desk['case.claim']({ caseId });
  await desk['case.artefact']({ caseId, artefactId: artefacts[0]!.artefactId });
  await desk['case.release']({ caseId });
  await desk['case.claim']({ caseId });
  await desk['case.decide']({ caseId, verdict: 'approve', reason: 'other', note: 'Seen.' });
  await core.replay(caseId);
  await desk['subject.find']({ query: other.reference });
  await desk['subject.export']({ sessionId: other.sessionId, language: 'en' });
  await desk['case.hold']({ caseId: other.caseId, note: 'Court order 7' });
  await desk['case.unhold']({ caseId: other.caseId });
  await desk['subject.erase']({ sessionId: other.sessionId });
  await desk['keys.rotate'](undefined);
  await desk['auth.sign_out'](undefined);
  await makeBackup(folder, newFolder(), testUnlock(), clock.nowMs());
  for (const days of [40, 200, 400]) {
    await core.close();
    clock.advance(days * day);
    core = await start();
  }
  await core.close();
  look(folder, (reader) => {
    retentionOverview(reader, folder, clock.nowMs());
    reader.audited.of(caseId);
  });
}

describe('what core asks', () => {
  let folder: string;
  let plans: Plans;
  beforeAll(async () => {
    folder = newFolder();
    plans = await plansOf(() => everything(folder));
  });

  it('goes through an index, every query of it', () => {
    expect(plans.size).toBeGreaterThan(90);
    const scans = [...plans].flatMap(([sql, plan]) => scansIn(sql, plan).map((line) => `${line}: ${sql}`));
    expect(scans).toEqual([]);
    const careless = 'select case_id from cases where policy_version = ? limit 1';
    look(folder, (reader) => {
      const lines = reader.all<{ detail: string }>({
        compile: () => ({ sql: `EXPLAIN QUERY PLAN ${careless}`, parameters: ['1'] }) as never,
      });
      const plan = lines.map(({ detail }) => detail);
      expect(scansIn(careless, plan)).toHaveLength(1);
    });
  });

  it('finds what goes with a row through an index', () => {
    look(folder, (reader) => {
      const ask = <Row>(sql: string, ...parameters: unknown[]) =>
        reader.all<Row>({ compile: () => ({ sql, parameters }) as never });
      const keys = ask<{ child: string; column: string; parent: string }>(
        `SELECT tables.name AS child, keys."from" AS "column", keys."table" AS parent
         FROM sqlite_schema AS tables, pragma_foreign_key_list(tables.name) AS keys WHERE tables.type = 'table'`,
      );
      expect(keys.length).toBeGreaterThan(8);
      // Reviewers stay.
      for (const { child, column } of keys.filter(({ parent }) => parent !== 'reviewers')) {
        const [plan] = ask<{ detail: string }>(
          `EXPLAIN QUERY PLAN SELECT 1 FROM ${child} WHERE ${column} = ?`,
          1,
        );
        expect(plan!.detail, `${child}.${column}`).toMatch(/^SEARCH/);
      }
    });
  });

  it.each([1, 2] as const)('meets the same tables in a folder of schema %i', async (schema) => {
    const older = newFolder();
    const { unlock } = await makeOldFolder(older, schema, 'keychain');
    await (await testCore({ dataFolder: older, unlock })).close();
    const shapes = (reader: StoreReader) =>
      ['sqlite_schema', 'pragma_table_list'].map((table) =>
        reader.all<{ sql: string }>({
          compile: () =>
            ({
              sql:
                table === 'sqlite_schema'
                  ? `SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name`
                  : `SELECT name, ncol, wr, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name`,
              parameters: [],
            }) as never,
        }),
      );
    expect(look(older, shapes, unlock)).toEqual(look(folder, shapes));
  });
});
