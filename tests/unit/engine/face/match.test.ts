// The face match on photographs of four people: the same person is recognised, others are not.
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import policyFile from '../../../../resources/policy/default.json' with { type: 'json' };
import { matchSelfiePortrait } from '../../../../src/engine/checks/match-selfie-portrait.ts';
import { matchCurve, ratesAt } from '../../../../src/engine/face/match-curve.ts';
import { averageTemplates, cosine, unit } from '../../../../src/engine/face/template.ts';
import { faces, portrait } from './samples.ts';

const threshold = policyFile.checks['match.selfie_portrait'].threshold;
// One photograph of the fourth: in the others her face is half in shadow, or under a hat with the eyes shut.
const people = {
  emily: ['emily-1', 'emily-2', 'emily-3'],
  jessica: ['jessica-1', 'jessica-2', 'jessica-3'],
  laura: ['laura-1', 'laura-glasses'],
  tara: ['tara-1'],
};

async function templates() {
  const all: { person: string; template: Float32Array }[] = [];
  for (const [person, names] of Object.entries(people)) {
    for (const name of names) {
      const { template } = await faces.templateOf(portrait(name));
      if (!template) throw new Error(`no face in ${name}`);
      all.push({ person, template });
    }
  }
  return all;
}

describe('the face match', () => {
  it('recognises the same person and no other, at the threshold of the policy', async () => {
    const all = await templates();
    for (const [i, a] of all.entries()) {
      for (const b of all.slice(i + 1)) {
        const score = cosine(a.template, b.template);
        if (a.person === b.person) expect(score).toBeGreaterThan(threshold);
        else expect(score).toBeLessThan(threshold);
      }
    }
  });

  it('makes templates of unit length, the same for the same photograph', async () => {
    const first = await faces.templateOf(portrait('emily-1'));
    const again = await faces.templateOf(portrait('emily-1'));
    expect(first.template).toHaveLength(128);
    expect(cosine(first.template!, first.template!)).toBeCloseTo(1, 5);
    expect(again.template).toEqual(first.template);
  });

  it('knows a person in the mirror', async () => {
    const plain = await faces.templateOf(portrait('emily-1'));
    const mirror = await faces.templateOf(await sharp(portrait('emily-1')).flop().jpeg().toBuffer());
    expect(cosine(plain.template!, mirror.template!)).toBeGreaterThan(0.9);
  });

  it('averages templates to one that lies between them, of unit length', () => {
    const vector = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 8 });
    const template = vector
      .filter((values) => values.some((value) => Math.abs(value) > 0.1))
      .map((values) => unit(Float32Array.from(values)));
    fc.assert(
      fc.property(fc.array(template, { minLength: 1, maxLength: 5 }), template, (all, other) => {
        const sum = all.reduce((total, one) => total.map((value, i) => value + one[i]!), new Float32Array(8));
        const length = Math.sqrt(cosine(sum, sum));
        fc.pre(length > 0.1);
        const average = averageTemplates(all);
        expect(cosine(average, average)).toBeCloseTo(1, 4);
        const meanOfScores = all.reduce((total, one) => total + cosine(one, other), 0);
        expect(cosine(average, other) * length).toBeCloseTo(meanOfScores, 4);
      }),
    );
  });

  it('says with its evidence how often such a score errs, from measured curves', async () => {
    const [a, , , other] = await templates();
    const finding = faces.compare({ portrait: a!.template, selfie: other!.template });
    expect(finding.code).toBe('match.selfie_portrait');
    expect(finding.status).toBeNull();
    expect(finding.model).toEqual(matchCurve.model);
    expect(finding.reasons).toEqual(['match.different_person']);
    const one = finding.evidence.find(({ label }) => label === 'match.strangers_for_one');
    expect(one).toMatchObject({ kind: 'number', value: Math.round(1 / ratesAt(finding.score!).falseMatch) });
    expect(finding.evidence.filter(({ kind }) => kind === 'plot')).toHaveLength(2);
  });

  it('has curves that fall and rise as they must, and the policy stays at one false match in 10,000 or fewer', () => {
    expect(ratesAt(0.1).falseMatch).toBeGreaterThan(ratesAt(0.3).falseMatch);
    expect(ratesAt(0.5).falseNonMatch).toBeGreaterThan(ratesAt(0.3).falseNonMatch);
    expect(ratesAt(threshold).falseMatch).toBeLessThanOrEqual(1e-4);
    expect(ratesAt(-2).falseMatch).toBeGreaterThan(0.95);
  });

  it('never claims a rarer false match than the measurement can show', () => {
    fc.assert(
      fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (score) => {
        const rates = ratesAt(score);
        expect(rates.falseMatch).toBeGreaterThanOrEqual(1 / matchCurve.impostorPairs);
        expect(rates.falseMatchAtMost).toBeGreaterThan(rates.falseMatch);
        expect(rates.falseNonMatchAtMost).toBeGreaterThan(rates.falseNonMatch * 0.999);
      }),
    );
    const certain = matchSelfiePortrait(
      unit(Float32Array.of(1, 0)),
      unit(Float32Array.of(1, 0)),
      matchCurve.model,
    );
    const strangers = certain.evidence.flatMap((item) =>
      item.kind === 'number' && item.label === 'match.strangers_at_least' ? item.value : [],
    );
    expect(strangers).toHaveLength(1);
    expect(strangers[0]).toBeLessThan(matchCurve.impostorPairs / 2);
  });
});
