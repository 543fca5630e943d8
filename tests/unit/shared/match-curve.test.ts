// Match curves: what a measurement says, and what follows from it at a score.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MatchCurve, ratesAt } from '../../../src/shared/domain/match-curve.ts';
import { ratesOf, worseOf } from '../../../src/shared/domain/match-curve-measurement.ts';

const score = fc.double({ min: -1, max: 1, noNaN: true });
const measurement = fc
  .record({
    genuine: fc.array(score, { minLength: 1, maxLength: 40 }),
    impostor: fc.array(score, { minLength: 1, maxLength: 200 }),
  })
  .map((scores) => ({
    ...scores,
    persons: Math.ceil(scores.genuine.length / 2),
    personPairs: Math.ceil(scores.impostor.length / 2),
  }));
const named = (rates: ReturnType<typeof ratesOf>): MatchCurve => ({
  ...rates,
  model: { name: 'any', version: '1' },
  measuredOn: 'random scores',
});

describe('a match curve', () => {
  it('counts the pairs on the wrong side of each score, and bounds every share from above', () => {
    fc.assert(
      fc.property(measurement, (scores) => {
        const rates = ratesOf(scores);
        rates.scores.forEach((at, i) => {
          const matched = scores.impostor.filter((value) => value >= at).length / scores.impostor.length;
          const missed = scores.genuine.filter((value) => value < at).length / scores.genuine.length;
          expect(rates.falseMatchRates[i]).toBeCloseTo(matched, 3);
          expect(rates.falseNonMatchRates[i]).toBeCloseTo(missed, 3);
          expect(rates.falseMatchHighs[i]).toBeGreaterThanOrEqual(rates.falseMatchRates[i]! * 0.999);
          expect(rates.falseMatchHighs[i]).toBeGreaterThan(1 / scores.personPairs / 2);
          expect(rates.falseNonMatchHighs[i]).toBeGreaterThanOrEqual(rates.falseNonMatchRates[i]! * 0.999);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('falls for strangers and rises for the same person, whatever was measured', () => {
    fc.assert(
      fc.property(measurement, score, score, (scores, a, b) => {
        const curve = named(ratesOf(scores));
        const [low, high] = [ratesAt(Math.min(a, b), curve), ratesAt(Math.max(a, b), curve)];
        expect(high.falseMatch).toBeLessThanOrEqual(low.falseMatch + 1e-12);
        expect(high.falseMatchAtMost).toBeLessThanOrEqual(low.falseMatchAtMost + 1e-12);
        expect(high.falseNonMatch).toBeGreaterThanOrEqual(low.falseNonMatch - 1e-12);
        expect(high.falseMatch).toBeGreaterThanOrEqual(1 / scores.impostor.length);
      }),
    );
  });

  it('of two measurements takes the worse at every score', () => {
    fc.assert(
      fc.property(measurement, measurement, score, (one, other, at) => {
        const [a, b] = [ratesOf(one), ratesOf(other)];
        const worse = ratesAt(at, named(worseOf(a, b)));
        for (const single of [a, b]) {
          const rates = ratesAt(at, named(single));
          expect(worse.falseMatch).toBeGreaterThanOrEqual(rates.falseMatch - 1e-12);
          expect(worse.falseNonMatchAtMost).toBeGreaterThanOrEqual(rates.falseNonMatchAtMost - 1e-12);
        }
      }),
    );
  });
});
