// Core. The templates of one model in memory, searched whole: one to many, exhaustive, about 10 ms for 100,000.
// Each number is kept in eight bits (a quarter of the memory, and of the time); whoever finds something looks it up
// and compares exactly.
import { assert } from '../../shared/kernel/assert.ts';
import { type DotProducts, dotProductsIn } from './dot-products.ts';

/** WebAssembly's vectors have 16 bytes, its pages 64 KiB. */
const vectorBytes = 16;
const pageBytes = 65_536;

/** Far more than eight bits lose: similarities come out within 0.005 of the exact ones for unit vectors of 64 to 1024. */
export const similarityMargin = 0.02;

export interface Near<Id> {
  readonly id: Id;
  /** Cosine similarity, within `similarityMargin`. */
  readonly similarity: number;
}

export class Gallery<Id> {
  readonly #dimensions: number;
  readonly #width: number;
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly #dotProducts: DotProducts = dotProductsIn(this.#memory);
  /** Row by row. */
  readonly #ids: Id[] = [];
  readonly #scales: number[] = [];
  readonly #rowOf = new Map<Id, number>();

  constructor(dimensions: number) {
    assert(dimensions > 0, 'a template has numbers');
    this.#dimensions = dimensions;
    this.#width = Math.ceil(dimensions / vectorBytes) * vectorBytes;
  }

  get size(): number {
    return this.#ids.length;
  }

  /** Of unit length; what was kept under the same name is replaced. */
  add(id: Id, template: Float32Array): void {
    const row = this.#rowOf.get(id) ?? this.#ids.length;
    const { scale, bytes } = this.#quantised(template);
    this.#reserve(row + 1);
    new Uint8Array(this.#memory.buffer).set(new Uint8Array(bytes.buffer), this.#placeOf(row));
    this.#ids[row] = id;
    this.#scales[row] = scale;
    this.#rowOf.set(id, row);
  }

  /** Its bytes are overwritten. What is not there is no failure. */
  remove(id: Id): void {
    const row = this.#rowOf.get(id);
    if (row === undefined) return;
    const last = this.#ids.length - 1;
    const bytes = new Uint8Array(this.#memory.buffer);
    bytes.copyWithin(this.#placeOf(row), this.#placeOf(last), this.#placeOf(last) + this.#width);
    bytes.fill(0, this.#placeOf(last), this.#placeOf(last) + this.#width);
    this.#rowOf.set(this.#ids[last]!, row);
    this.#ids[row] = this.#ids[last]!;
    this.#scales[row] = this.#scales[last]!;
    this.#ids.pop();
    this.#scales.pop();
    this.#rowOf.delete(id);
  }

  /** Everything at least this similar, give or take `similarityMargin`; the most similar first. */
  near(template: Float32Array, similarity: number): Near<Id>[] {
    if (this.size === 0) return [];
    const { scale, bytes } = this.#quantised(template);
    const query = new Int16Array(this.#memory.buffer, 0, this.#width);
    query.set(bytes);
    const out = this.#placeOf(this.#capacity);
    this.#dotProducts(0, this.#placeOf(0), this.size, this.#width, out);
    const sums = new Int32Array(this.#memory.buffer, out, this.size);
    const found: Near<Id>[] = [];
    const atLeast = similarity - similarityMargin;
    for (let row = 0; row < sums.length; row++) {
      const each = sums[row]! * scale * this.#scales[row]!;
      if (each >= atLeast) found.push({ id: this.#ids[row]!, similarity: each });
    }
    query.fill(0);
    return found.sort((a, b) => b.similarity - a.similarity);
  }

  /** The query comes first, twice as wide as a row; then the rows; behind the last possible one, the sums. */
  #placeOf(row: number): number {
    return this.#width * (row + 2);
  }

  get #capacity(): number {
    const bytes = this.#memory.buffer.byteLength - this.#placeOf(0);
    return Math.floor(bytes / (this.#width + Int32Array.BYTES_PER_ELEMENT));
  }

  /** Doubles, so that adding one after another copies little. */
  #reserve(rows: number): void {
    if (rows <= this.#capacity) return;
    const wanted = this.#placeOf(rows) + rows * Int32Array.BYTES_PER_ELEMENT;
    const pages = this.#memory.buffer.byteLength / pageBytes;
    this.#memory.grow(Math.max(pages, Math.ceil(wanted / pageBytes) - pages));
  }

  /** In steps of the template's largest number over 127, padded with zeros to the width of a row. */
  #quantised(template: Float32Array): { scale: number; bytes: Int8Array } {
    assert(template.length === this.#dimensions, 'templates of one model have one length');
    // Loops: a callback for each number would take longer than all the rest of loading a store.
    let largest = 0;
    for (let i = 0; i < template.length; i++) largest = Math.max(largest, Math.abs(template[i]!));
    const scale = largest / 127 || 1;
    const bytes = new Int8Array(this.#width);
    for (let i = 0; i < template.length; i++) bytes[i] = Math.round(template[i]! / scale);
    return { scale, bytes };
  }
}
