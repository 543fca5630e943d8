// What the policy makes of measurements: properties that must hold whatever the engine says.
import { describe, expect, it } from 'vitest';
import { applicantResult } from '../../../src/core/policy/applicant-result.ts';
import { graver, judge } from '../../../src/core/policy/judge.ts';
import { loadPolicy } from '../../../src/core/policy/load-policy.ts';
import { type CheckCode, checkCodes, checkStatuses, type Finding } from '../../../src/shared/domain/check.ts';
import { pastPolicy, policySchema } from '../../../src/shared/domain/policy.ts';
import { reasonCodes } from '../../../src/shared/domain/reason-code.ts';
import { type Outcome, outcomes } from '../../../src/shared/domain/session.ts';
import {
  documentAnalysis,
  finding,
  passportReading,
  selfieAnalysis,
} from '../../fixtures/scripted-engine.ts';
import { defaultPolicy, specimenPolicy } from '../../fixtures/test-core.ts';

const policy = defaultPolicy();
const good = (): Finding[] => [
  finding('selfie.camera'),
  ...documentAnalysis('fine').findings,
  ...selfieAnalysis('fine').findings,
  finding('match.selfie_portrait', { status: null, score: 0.9 }),
  finding('applicant.repeat_face'),
  finding('applicant.repeat_document'),
];
const replace = (code: CheckCode, change: Partial<Finding>) =>
  good().map((one) => (one.code === code ? { ...one, ...change } : one));

/** What not every document has, what needs a scanner or a reader, what files have not, and what only a case that will be filed is searched for. */
const whereThereIsOne: readonly CheckCode[] = [
  'selfie.camera',
  'document.barcode.read',
  'document.size',
  'document.reader.matches',
  'applicant.repeat_face',
  'applicant.repeat_document',
];

describe('the default policy', () => {
  it('approves only when every check has passed', () => {
    expect(judge(good(), passportReading(), 'passport', policy).outcome).toBe('approve');
    for (const code of checkCodes.filter((one) => one !== 'document.accepted')) {
      for (const status of ['failed', 'inconclusive', 'not_run'] as const) {
        if (status === 'not_run' && whereThereIsOne.includes(code)) continue;
        const { outcome } = judge(replace(code, { status }), passportReading(), 'passport', policy);
        expect(outcome, `${code} ${status}`).not.toBe('approve');
      }
      if (whereThereIsOne.includes(code)) continue;
      const without = good().filter((one) => one.code !== code);
      expect(judge(without, passportReading(), 'passport', policy).outcome, code).not.toBe('approve');
    }
  });

  it('of a time before a check was known asks nothing of it', () => {
    const { devices: _, ...before } = policy;
    const checks = Object.fromEntries(
      Object.entries(policy.checks).filter(([code]) => !code.startsWith('document.reader')),
    );
    const past = pastPolicy({ ...before, checks });
    expect(past.devices.enabled).toBe(false);
    const failed = replace('document.reader.matches', { status: 'failed' });
    expect(judge(failed, passportReading(), 'passport', past).outcome).toBe('approve');
    expect(judge(failed, passportReading(), 'passport', policy).outcome).toBe('review');
  });

  it('turns a specimen away, unless the desk is being tried out, which its cases say', () => {
    const specimen = replace('document.specimen', { status: 'failed', reasons: ['document.specimen'] });
    const real = judge(specimen, passportReading(), 'passport', policy);
    expect(real).toMatchObject({ outcome: 'decline', reasons: ['document.specimen'] });
    expect(applicantResult(real.outcome, real.deciding, 'X').advice).toEqual(['document.specimen']);
    const trial = specimenPolicy();
    expect(judge(specimen, passportReading(), 'passport', trial).outcome).toBe('approve');
    expect(trial.version).not.toBe(policy.version);
  });

  it('never declines by itself over a face or over originality, whatever the score', () => {
    for (const code of checkCodes) {
      if (['document.expiry', 'document.accepted', 'document.specimen'].includes(code)) continue;
      for (const score of [-1, 0, 0.2, 0.49, 0.51, 1, Number.NaN]) {
        for (const status of [null, ...checkStatuses]) {
          const { outcome } = judge(replace(code, { score, status }), passportReading(), 'passport', policy);
          expect(outcome, `${code} ${score} ${status}`).not.toBe('decline');
        }
      }
    }
  });

  it('declines an expired document and a type that is not taken, but only on a reading that proved itself', () => {
    const expired = replace('document.expiry', { status: 'failed', reasons: ['document.expired'] });
    expect(judge(expired, passportReading(), 'passport', policy)).toMatchObject({
      outcome: 'decline',
      reasons: ['document.expired'],
    });
    const misread = expired.map((one) =>
      one.code === 'document.mrz.check_digits' ? { ...one, status: 'failed' as const } : one,
    );
    expect(judge(misread, passportReading(), 'passport', policy).outcome).toBe('retry');
    const visa = { ...passportReading(), type: 'visa' as const };
    expect(judge(good(), visa, 'passport', policy)).toMatchObject({
      outcome: 'decline',
      reasons: ['document.not_accepted'],
    });
  });

  it('asks again when another document than the chosen one is shown', () => {
    expect(judge(good(), passportReading(), 'identity_card', policy)).toMatchObject({
      outcome: 'retry',
      reasons: ['document.wrong_type'],
    });
  });

  it('sends a face that is close to the threshold, or far from it, to a person', () => {
    const match = policy.checks['match.selfie_portrait'].threshold ?? 0;
    const at = (score: number) =>
      judge(replace('match.selfie_portrait', { score }), passportReading(), 'passport', policy);
    expect(at(match).outcome).toBe('approve');
    expect(at(match - 0.01)).toMatchObject({ outcome: 'review', reasons: ['match.uncertain'] });
    expect(at(0)).toMatchObject({ outcome: 'review', reasons: ['match.different_person'] });
  });
});

describe('judging', () => {
  it('lets the gravest consequence decide, in whatever order the findings come', () => {
    const rules = Object.fromEntries(
      checkCodes.map((code, index) => [
        code,
        { ...policy.checks[code], threshold: null, passes: null, onFailed: outcomes[index % 4] as Outcome },
      ]),
    ) as typeof policy.checks;
    const made = { ...policy, checks: rules };
    let seed = 1;
    const random = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    for (let round = 0; round < 200; round++) {
      const findings = checkCodes
        .filter((code) => code !== 'document.accepted' && !code.startsWith('applicant.'))
        .map((code) => finding(code, { status: random() < 0.2 ? 'failed' : 'passed' }))
        .map((one) =>
          one.code === 'document.mrz.check_digits' ? { ...one, status: 'passed' as const } : one,
        );
      const expected = findings
        .filter((one) => one.status === 'failed')
        .map((one) => rules[one.code].onFailed)
        .reduce(graver, 'approve');
      const shuffled = findings.toSorted(() => random() - 0.5);
      const judged = judge(shuffled, passportReading(), 'passport', made);
      expect(judged.outcome).toBe(expected);
      expect(judged.checks.map(({ code }) => code)).toEqual([...checkCodes]);
    }
  });

  it('names our own failure where nothing was measured', () => {
    expect(judge([], null, 'passport', policy)).toMatchObject({
      outcome: 'retry',
      reasons: ['engine.failed'],
    });
  });
});

describe('somebody who was here before', () => {
  const repeats = ['applicant.repeat_face', 'applicant.repeat_document'] as const;
  it.each(repeats)('meets a person, whatever else is wrong with them (%s)', (code) => {
    for (const status of ['failed', 'inconclusive'] as const) {
      for (const other of checkCodes.filter((one) => one !== code)) {
        const findings = replace(code, { status }).map((one) =>
          one.code === other ? { ...one, status: 'failed' as const } : one,
        );
        const judged = judge(findings, passportReading(), 'passport', policy);
        expect(judged.outcome, other).toBe('review');
        expect(applicantResult(judged.outcome, judged.deciding, 'X').advice).toEqual([]);
      }
    }
  });

  it.each(repeats)('cannot be refused or sent back by any policy (%s)', (code) => {
    for (const outcome of ['decline', 'retry'] as const) {
      for (const when of ['onFailed', 'onInconclusive', 'onNotRun'] as const) {
        const checks = { ...policy.checks, [code]: { ...policy.checks[code], [when]: outcome } };
        expect(policySchema.safeParse({ ...policy, checks }).success).toBe(false);
      }
    }
    expect(policySchema.safeParse(policy).success).toBe(true);
  });
});

describe('what the applicant hears', () => {
  it('holds only what they can mend, and nothing when a person will look', () => {
    for (const code of checkCodes) {
      for (const status of ['failed', 'inconclusive', 'not_run'] as const) {
        const judged = judge(
          replace(code, { status, reasons: Object.keys(reasonCodes) as (keyof typeof reasonCodes)[] }),
          passportReading(),
          'passport',
          policy,
        );
        const told = applicantResult(judged.outcome, judged.deciding, 'ABCDEFGH');
        for (const reason of told.advice) expect(reasonCodes[reason]).toBe('advice');
        if (told.outcome === 'review' || told.outcome === 'approve') expect(told.advice).toEqual([]);
        expect(told.again === null).toBe(told.outcome !== 'retry');
      }
    }
  });
});

describe('a policy file', () => {
  it('is refused with the place that is wrong', async () => {
    expect(() => loadPolicy('/nowhere/policy.json')).toThrow(/cannot be read/);
    const { mkdtempSync, writeFileSync } = await import('node:fs');
    const file = `${mkdtempSync('/tmp/proofdesk-policy-')}/policy.json`;
    writeFileSync(file, '{ "version": ');
    expect(() => loadPolicy(file)).toThrow(/is not JSON/);
    const { 'match.selfie_portrait': _, ...checks } = policy.checks;
    writeFileSync(file, JSON.stringify({ ...policy, checks }));
    expect(() => loadPolicy(file)).toThrow(/match\.selfie_portrait/);
  });
});
