// Applicants who were here before: who is found, who is not, and that nothing of them outlives its time.
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Core, EngineClient } from '../../../src/core/core.ts';
import { documentKey, identityKey } from '../../../src/core/repeats/identity.ts';
import { StoreReader } from '../../../src/core/store/store-reader.ts';
import type { DocumentReading } from '../../../src/shared/domain/document.ts';
import {
  documentAnalysis,
  passportReading,
  scriptedCurve,
  scriptedHandlers,
  selfieAnalysis,
} from '../../fixtures/scripted-engine.ts';
import { randomUnit } from '../../fixtures/templates.ts';
import {
  defaultPolicy,
  scriptedEngine,
  TestClock,
  testCore,
  testUnlock,
  walkToSelfie,
} from '../../fixtures/test-core.ts';

interface Person {
  /** Photographs of one face are alike, those of different faces are not. */
  readonly face: number;
  readonly fields?: DocumentReading['fields'];
  /** Of the document's portrait, where it is not the person's own. */
  readonly portrait?: number;
  readonly expired?: boolean;
}

const anna = { face: 1, fields: { surname: 'ERIKSSON', givenNames: 'ANNA', birthDate: '1974-08-12' } };
const berta = { face: 2, fields: { surname: 'BERG', givenNames: 'BERTA', birthDate: '1980-01-02' } };
const withNumber = (person: Person, documentNumber: string): Person => ({
  ...person,
  fields: { ...person.fields, documentNumber },
});

/** A photograph says who is on it; two of one face have a similarity of about 0.97. */
function engineOf(version = '1'): EngineClient {
  let photographs = 0;
  const template = (face: number) => {
    photographs += 1;
    const [same, noise] = [randomUnit(64, face), randomUnit(64, 1000 + photographs)];
    const mixed = same.map((value, i) => value + 0.15 * noise[i]!);
    const length = Math.hypot(...mixed);
    return mixed.map((value) => value / length);
  };
  const read = (frames: readonly Uint8Array[]): Person =>
    JSON.parse(Buffer.from(frames[0]!).toString('utf8').replace('photograph: ', ''));
  return scriptedEngine(
    Object.assign(Object.create(scriptedHandlers()), {
      describe: () => ({
        models: [],
        versions: {},
        match: { ...scriptedCurve, model: { name: 'script', version } },
      }),
      analyseDocument: ({ front }: { front: Uint8Array[] }) => {
        const person = read(front);
        return {
          ...documentAnalysis(person.expired ? 'expired' : 'fine'),
          reading: { ...passportReading(), fields: person.fields ?? {} },
          portraitTemplate: template(person.portrait ?? person.face),
        };
      },
      analyseSelfie: ({ frames }: { frames: Uint8Array[] }) => ({
        ...selfieAnalysis('fine'),
        template: template(read(frames).face),
      }),
    }),
  );
}

const opened: Core[] = [];
afterEach(async () => {
  for (const core of opened.splice(0)) await core.close();
});
const start = async (options: Parameters<typeof testCore>[0] = {}) => {
  const core = await testCore({ engine: engineOf(), ...options });
  opened.push(core);
  return core;
};
const stop = async (core: Core) => {
  opened.splice(opened.indexOf(core), 1);
  await core.close();
};

let clients = 0;
const password = 'a long password';
/** From consent to the filed case, as the applicant and then as a reviewer sees it. */
async function visit(core: Core, person: Person) {
  clients += 1;
  const client = `k${clients}`;
  const says = JSON.stringify(person);
  const { sessionId } = await walkToSelfie(core, client, says, says);
  const told = await core.kiosk(client)['session.verify']({ sessionId });
  const { caseId } = (await core.kiosk(client)['session.current'](undefined))!;
  await core.kiosk(client)['session.close']({ sessionId, reason: 'completed' });
  const desk = core.console('desk');
  const { needsSetUp, reviewer } = await desk['auth.state'](undefined);
  if (!reviewer) await desk[needsSetUp ? 'auth.set_up' : 'auth.sign_in']({ name: 'Rita', password });
  const detail = await desk['case.open']({ caseId: caseId! });
  const check = (code: string) => detail.checks.find((one) => one.code === code)!;
  return { told, detail, face: check('applicant.repeat_face'), document: check('applicant.repeat_document') };
}
type Visit = Awaited<ReturnType<typeof visit>>;

const earlierIn = (check: Visit['face']) =>
  check.evidence.flatMap((evidence) =>
    evidence.kind === 'case' ? [[evidence.label, evidence.caseId] as const] : [],
  );
const numberIn = (check: Visit['face'], label: string) =>
  check.evidence.find((evidence) => evidence.kind === 'number' && evidence.label === label);

describe('an applicant who comes again', () => {
  it('with the same document is nobody to be looked at, but the earlier visit is shown', async () => {
    const core = await start();
    const first = await visit(core, withNumber(anna, 'A1'));
    expect(first.told.outcome).toBe('approve');
    expect(earlierIn(first.face)).toEqual([]);
    const again = await visit(core, withNumber(anna, 'A1'));
    expect(again.told.outcome).toBe('approve');
    expect(earlierIn(again.face)).toEqual([['repeat.same_identity', first.detail.caseId]]);
    expect(earlierIn(again.document)).toEqual([['repeat.same_face', first.detail.caseId]]);
  });

  it('with a new document in the same name is the same person', async () => {
    const core = await start();
    await visit(core, withNumber(anna, 'A1'));
    const renewed = await visit(core, withNumber(anna, 'A2'));
    expect(renewed.told.outcome).toBe('approve');
    expect(earlierIn(renewed.face)).toHaveLength(1);
    expect(earlierIn(renewed.document)).toEqual([]);
  });

  it('under another identity is shown to a person, with the earlier case, and is not told', async () => {
    const core = await start();
    const first = await visit(core, withNumber(anna, 'A1'));
    const other = await visit(core, withNumber({ ...berta, face: anna.face }, 'B1'));
    expect(other.told).toMatchObject({ outcome: 'review', advice: [], again: null });
    expect(other.detail).toMatchObject({ status: 'open', reasons: ['applicant.other_identity'] });
    expect(earlierIn(other.face)).toEqual([['repeat.other_identity', first.detail.caseId]]);
    expect(other.face.evidence[0]).toMatchObject({ reference: first.detail.reference });
  });

  it('under another identity meets a person even where the document alone would be refused', async () => {
    const core = await start();
    expect((await visit(core, withNumber({ ...berta, expired: true }, 'B1'))).told.outcome).toBe('decline');
    const other = await visit(core, withNumber({ ...anna, face: berta.face, expired: true }, 'A1'));
    expect(other.told).toMatchObject({ outcome: 'review', advice: [] });
  });

  it('whose name was not read is shown to a person where the face is known', async () => {
    const core = await start();
    await visit(core, withNumber(anna, 'A1'));
    const unread = await visit(core, { face: anna.face });
    expect(unread.face).toMatchObject({ status: 'inconclusive' });
    expect(unread.told.outcome).toBe('review');
  });
});

describe('a document that comes again', () => {
  it('with another face is shown to a person, and is not told', async () => {
    const core = await start();
    const first = await visit(core, withNumber(anna, 'A1'));
    const other = await visit(core, withNumber({ ...anna, face: berta.face }, 'A1'));
    expect(other.told).toMatchObject({ outcome: 'review', advice: [] });
    expect(other.detail.reasons).toEqual(['applicant.other_face']);
    expect(earlierIn(other.document)).toEqual([['repeat.other_face', first.detail.caseId]]);
  });

  it('with another portrait is found by its portrait, whoever holds it', async () => {
    const core = await start();
    await visit(core, withNumber(anna, 'A1'));
    const exchanged = await visit(core, withNumber({ ...anna, portrait: 3 }, 'A1'));
    expect(exchanged.document).toMatchObject({ status: 'failed' });
  });
});

describe('strangers', () => {
  it('are not found, however many there are', async () => {
    const core = await start();
    for (let person = 10; person < 30; person++) {
      const fields = { surname: `NAME${person}`, givenNames: 'N', birthDate: '1990-01-01' };
      const { told, face } = await visit(core, withNumber({ face: person, fields }, `N${person}`));
      expect(told.outcome).toBe('approve');
      expect(face.status).toBe('passed');
      expect(numberIn(face, 'repeat.searched')).toMatchObject({ value: person - 10 });
    }
  });
});

describe('what is kept of an applicant', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'proofdesk-repeats-'));
  const rowsOf = (dataFolder: string) => {
    const file = join(dataFolder, 'proofdesk.sqlite');
    expect(existsSync(file)).toBe(true);
    const reader = StoreReader.open(dataFolder, testUnlock());
    const rows = reader.all(reader.sql.selectFrom('applicants').select('case_id'));
    reader.close();
    return rows.length;
  };

  it('is found again after a restart', async () => {
    const dataFolder = folder();
    const before = await start({ dataFolder });
    await visit(before, withNumber(anna, 'A1'));
    await stop(before);
    const after = await start({ dataFolder, engine: engineOf() });
    const other = await visit(after, withNumber({ ...berta, face: anna.face }, 'B1'));
    expect(other.face.status).toBe('failed');
    const same = await visit(after, withNumber({ ...berta, face: berta.face }, 'A1'));
    expect(same.document.status).toBe('failed');
  });

  it('goes when the policy says, before the case does: from the disk, and from what is searched', async () => {
    const dataFolder = folder();
    const clock = new TestClock();
    const policy = defaultPolicy();
    const short = {
      ...policy,
      retention: { ...policy.retention, templates: { after: 'decision' as const, days: 5 } },
    };
    const before = await start({ dataFolder, clock, policy: short });
    await visit(before, withNumber(anna, 'A1'));
    await stop(before);
    expect(rowsOf(dataFolder)).toBe(1);
    clock.advance(5 * 24 * 3600 * 1000);
    const after = await start({ dataFolder, clock, policy: short });
    const other = await visit(after, withNumber({ ...berta, face: anna.face }, 'A1'));
    expect(other.told.outcome).toBe('approve');
    expect(numberIn(other.face, 'repeat.searched')).toMatchObject({ value: 0 });
    await stop(after);
    expect(rowsOf(dataFolder)).toBe(1);
  });

  it('is not compared with templates of another version of the model', async () => {
    const dataFolder = folder();
    const before = await start({ dataFolder });
    await visit(before, withNumber(anna, 'A1'));
    await stop(before);
    const after = await start({ dataFolder, engine: engineOf('2') });
    const other = await visit(after, withNumber({ ...berta, face: anna.face }, 'B1'));
    expect(other.face).toMatchObject({ status: 'passed', model: { version: '2' } });
    expect(numberIn(other.face, 'repeat.not_comparable')).toMatchObject({ value: 1 });
    const again = await visit(after, withNumber(anna, 'A1'));
    expect(again.document.status).toBe('inconclusive');
  });

  it('is nothing where nobody was verified to the end', async () => {
    const dataFolder = folder();
    const core = await start({ dataFolder });
    const { sessionId } = await walkToSelfie(core, 'k', JSON.stringify(anna), JSON.stringify(anna));
    await core.kiosk('k')['session.close']({ sessionId, reason: 'cancelled' });
    await stop(core);
    expect(rowsOf(dataFolder)).toBe(0);
  });
});

describe('one holder, several spellings', () => {
  const reading = (surname: string, givenNames: string): DocumentReading => ({
    ...passportReading(),
    fields: { surname, givenNames, birthDate: '1980-01-02' },
  });
  it.each([
    [
      ['MÜLLER', 'Jörg'],
      ['MUELLER', 'JOERG'],
      ['MUXXLLER', 'JORG PETER'],
    ],
    [
      ['Ångström', 'Åsa'],
      ['AANGSTROEM', 'AASA MARIA'],
    ],
    [
      ['Muñoz de la Torre', 'María-José'],
      ['MUNOZ DE LA TORRE', 'MARIA JOSE'],
      ['MUNXXOZ DE LA TORRE', 'MARIA'],
    ],
    [
      ["O'NEILL", 'SEÁN'],
      ['O NEILL', 'SEAN'],
    ],
  ])('%j', (...spellings) => {
    const keys = spellings.map(([surname, given]) => identityKey(reading(surname!, given!)));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).not.toBeNull();
  });

  it('and a document number is that of its state alone', () => {
    const numbered = { ...passportReading(), fields: { documentNumber: 'A 1-2' } };
    expect(documentKey({ ...numbered, country: 'D' })).not.toBe(documentKey(numbered));
    expect(documentKey({ ...numbered, fields: { documentNumber: 'A12' } })).toBe(documentKey(numbered));
    expect(documentKey({ ...numbered, country: null })).toBeNull();
  });

  it('needs a date of birth and a name; another date is another person', () => {
    const { fields } = reading('BERG', 'BERTA');
    const key = (change: DocumentReading['fields']) =>
      identityKey({ ...passportReading(), fields: { ...fields, ...change } });
    expect(key({ birthDate: '1981-01-02' })).not.toBe(key({}));
    expect(identityKey({ ...passportReading(), fields: { surname: 'BERG' } })).toBeNull();
    expect(identityKey({ ...passportReading(), fields: { birthDate: '1980-01-02' } })).toBeNull();
  });
});
