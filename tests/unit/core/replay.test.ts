// A case is decided once more: the same comes out, or it is said what does not.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/shared/domain/check.ts';
import type { FailureError } from '../../../src/shared/kernel/failure.ts';
import { documentAnalysis, finding, scriptedHandlers } from '../../fixtures/scripted-engine.ts';
import { applicant, caseIds, newFolder } from '../../fixtures/station-folder.ts';
import { defaultPolicy, scriptedEngine, TestClock, testCore } from '../../fixtures/test-core.ts';

/** An engine that has changed its mind about one check. */
const changedEngine = (changed: Partial<Finding> & Pick<Finding, 'code'>) =>
  scriptedEngine(
    new Proxy(scriptedHandlers(), {
      get: (handlers, name) =>
        name === 'analyseDocument'
          ? () => {
              const analysis = documentAnalysis('fine');
              const replaced = finding(changed.code, changed);
              return {
                ...analysis,
                findings: analysis.findings.map((one) => (one.code === changed.code ? replaced : one)),
              };
            }
          : Reflect.get(handlers, name),
    }),
  );

describe('a replay', () => {
  it.each(['fine', 'stranger'])(
    'of a %s selfie comes out as it did, whatever policy is in force now',
    async (selfie) => {
      const dataFolder = newFolder();
      const clock = new TestClock();
      let core = await testCore({ dataFolder, clock });
      await applicant(core, { selfie });
      const [caseId] = await caseIds(core);
      expect(await core.replay(caseId!)).toMatchObject({ caseId, differences: [] });
      await core.close();
      const policy = { ...defaultPolicy(), version: 'stricter', acceptedTypes: ['visa' as const] };
      core = await testCore({ dataFolder, clock, policy });
      const replayed = await core.replay(caseId!);
      expect(replayed).toMatchObject({ differences: [], policyVersion: defaultPolicy().version });
      expect(replayed.notRepeated).toEqual(['applicant.repeat_face', 'applicant.repeat_document']);
      await core.close();
    },
  );

  it('names each check that comes out differently, and the outcome', async () => {
    const dataFolder = newFolder();
    let core = await testCore({ dataFolder });
    await applicant(core);
    const [caseId] = await caseIds(core);
    await core.close();
    const engine = changedEngine({ code: 'document.original.print', status: 'passed', score: 0.02 });
    core = await testCore({ dataFolder, engine });
    expect((await core.replay(caseId!)).differences).toEqual([
      { what: 'check', name: 'document.original.print score', before: '0.01', now: '0.02' },
    ]);
    await core.close();
    const expired = changedEngine({
      code: 'document.expiry',
      status: 'failed',
      reasons: ['document.expired'],
    });
    core = await testCore({ dataFolder, engine: expired });
    const { differences } = await core.replay(caseId!);
    expect(differences).toContainEqual({
      what: 'outcome',
      name: 'outcome',
      before: 'approve',
      now: 'decline',
    });
    await core.close();
  });

  it('is refused once what it needs is deleted', async () => {
    const dataFolder = newFolder();
    const clock = new TestClock();
    let core = await testCore({ dataFolder, clock });
    await applicant(core);
    const [caseId] = await caseIds(core);
    await core.close();
    clock.advance(31 * 24 * 3600 * 1000);
    core = await testCore({ dataFolder, clock });
    const failure = await core.replay(caseId!).catch((thrown: FailureError) => thrown.kind);
    expect(failure).toBe('data.deleted');
    await core.close();
  });
});
