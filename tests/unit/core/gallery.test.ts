// The search through templates in memory agrees with arithmetic done plainly, whatever was added and removed before.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gallery, similarityMargin } from '../../../src/core/repeats/gallery.ts';
import { scoreFor } from '../../../src/shared/domain/match-curve.ts';
import { scriptedCurve } from '../../fixtures/scripted-engine.ts';
import { cosine, randomUnit } from '../../fixtures/templates.ts';

describe('the gallery', () => {
  it('finds exactly what is kept and near enough, after any additions, replacements and removals', () => {
    const step = fc.record({ id: fc.nat(30), seed: fc.nat(), remove: fc.boolean() });
    const sizes = fc.constantFrom(1, 2, 15, 16, 17, 128, 500, 640);
    fc.assert(
      fc.property(sizes, fc.array(step, { maxLength: 120 }), fc.nat(), (dimensions, steps, seed) => {
        const gallery = new Gallery<number>(dimensions);
        const kept = new Map<number, Float32Array>();
        for (const { id, seed, remove } of steps) {
          if (remove) {
            kept.delete(id);
            gallery.remove(id);
          } else {
            const template = randomUnit(dimensions, seed);
            kept.set(id, template);
            gallery.add(id, template);
          }
        }
        const query = randomUnit(dimensions, seed);
        expect(gallery.size).toBe(kept.size);
        const all = gallery.near(query, -2);
        expect(all.map(({ id }) => id).sort()).toEqual([...kept.keys()].sort());
        for (const { id, similarity } of all) {
          expect(Math.abs(similarity - cosine(query, kept.get(id)!))).toBeLessThan(similarityMargin);
        }
        const near = new Set(gallery.near(query, 0.3).map(({ id }) => id));
        for (const [id, template] of kept) if (cosine(query, template) >= 0.3) expect(near).toContain(id);
      }),
    );
  });

  it('finds the one planted among thousands, and nobody once they are removed', () => {
    const gallery = new Gallery<number>(256);
    for (let id = 0; id < 5000; id++) gallery.add(id, randomUnit(256, id));
    const found = gallery.near(randomUnit(256, 4321), 0.7);
    expect(found.map(({ id }) => id)).toEqual([4321]);
    expect(found[0]!.similarity).toBeCloseTo(1, 2);
    gallery.remove(4321);
    expect(gallery.near(randomUnit(256, 4321), 0.7)).toEqual([]);
    expect(gallery.size).toBe(4999);
  });
});

describe('the threshold of a search', () => {
  it('rises with the number of faces, and says where the measurement ends', () => {
    const scores = [1, 10, 100, 1000, 10_000, 100_000].map((size) => scoreFor(0.05 / size, scriptedCurve));
    for (const [a, b] of scores.slice(1).map((each, i) => [scores[i]!, each] as const)) {
      expect(b.score).toBeGreaterThanOrEqual(a.score);
    }
    expect(scores.map(({ beyond }) => beyond)).toEqual([false, false, false, false, false, true]);
    expect(scores.at(-1)!.score).toBe(0.6);
  });
});
