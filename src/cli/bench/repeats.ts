// Command line. For `bench`: how long it takes to look for one face among all that are kept.
import type { EngineClient } from '../../core/core.ts';
import { Gallery } from '../../core/repeats/gallery.ts';
import { median } from '../evaluate/statistics.ts';

export const searchedTemplates = 100_000;
const searches = 21;
/** Strangers are hardly ever as alike, so that what is measured is the search and not the list of what it found. */
const similarity = 0.6;

/** Of unit length, in any direction near enough to evenly: what they are does not change how long it takes. */
function randomTemplate(dimensions: number): Float32Array {
  const template = new Float32Array(dimensions);
  let squares = 0;
  for (let i = 0; i < dimensions; i++) {
    template[i] = Math.random() - 0.5;
    squares += template[i]! ** 2;
  }
  const length = Math.sqrt(squares);
  for (let i = 0; i < dimensions; i++) template[i] = template[i]! / length;
  return template;
}

export interface SearchTime {
  /** Median of one face among `searchedTemplates`. */
  readonly ms: number;
  /** How many numbers the recognition model's templates have. */
  readonly dimensions: number;
}

export async function measureSearch(engine: EngineClient, selfie: Uint8Array): Promise<SearchTime> {
  const result = await engine.call('faceTemplate', { image: selfie });
  if (!result.ok || !result.value.template) throw new Error('no template of the selfie');
  const dimensions = result.value.template.length;
  return { ms: searchMs(dimensions), dimensions };
}

function searchMs(dimensions: number): number {
  const gallery = new Gallery<number>(dimensions);
  for (let id = 0; id < searchedTemplates; id++) gallery.add(id, randomTemplate(dimensions));
  return median(
    Array.from({ length: searches }, () => {
      const probe = randomTemplate(dimensions);
      const startedAt = performance.now();
      gallery.near(probe, similarity);
      return performance.now() - startedAt;
    }),
  );
}
