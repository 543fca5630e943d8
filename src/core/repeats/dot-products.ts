// Core. Dot products of one vector with many, in bytes: the one loop that has to be quick. JavaScript has no vector
// instructions, WebAssembly has; the program is so small that it is written here instruction by instruction.

/** The instructions used, by the names of the WebAssembly specification (core, 5.4; those after 0xfd: 5.4.8). */
const op = {
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  end: [0x0b],
  br: (depth: number) => [0x0c, depth],
  brIf: (depth: number) => [0x0d, depth],
  get: (local: number) => [0x20, local],
  set: (local: number) => [0x21, local],
  tee: (local: number) => [0x22, local],
  i32Store: [0x36, 2, 0],
  i32Const: (value: number) => [0x41, value],
  i32Eqz: [0x45],
  i32LtU: [0x49],
  i32Add: [0x6a],
  i32Sub: [0x6b],
  i32Shl: [0x74],
  v128Load: (offset: number) => [0xfd, 0x00, 0, offset],
  v128Zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)],
  i32x4ExtractLane: (lane: number) => [0xfd, 0x1b, lane],
  i16x8ExtendLowI8x16S: [0xfd, 0x87, 0x01],
  i16x8ExtendHighI8x16S: [0xfd, 0x88, 0x01],
  i32x4Add: [0xfd, 0xae, 0x01],
  i32x4DotI16x8S: [0xfd, 0xba, 0x01],
};

/** Parameters first, then what the function keeps. All i32 but the last two. */
const [query, rows, count, width, out, k, sum, chunk] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

/** Eight products of a half of the chunk with the query's numbers at twice `k`, added to the sum in pairs. */
const addHalf = (extend: readonly number[], offset: number) => [
  ...op.get(chunk),
  ...extend,
  ...op.get(query),
  ...op.get(k),
  ...op.i32Const(1),
  ...op.i32Shl,
  ...op.i32Add,
  ...op.v128Load(offset),
  ...op.i32x4DotI16x8S,
  ...op.i32x4Add,
];

const advance = (local: number, by: readonly number[]) => [
  ...op.get(local),
  ...by,
  ...op.i32Add,
  ...op.set(local),
];

const program = [
  ...op.block,
  ...op.loop,
  ...[...op.get(count), ...op.i32Eqz, ...op.brIf(1)],
  ...[...op.v128Zero, ...op.set(sum), ...op.i32Const(0), ...op.set(k)],
  ...op.loop,
  ...[...op.get(rows), ...op.get(k), ...op.i32Add, ...op.v128Load(0), ...op.set(chunk)],
  ...op.get(sum),
  ...addHalf(op.i16x8ExtendLowI8x16S, 0),
  ...addHalf(op.i16x8ExtendHighI8x16S, 16),
  ...op.set(sum),
  ...[...op.get(k), ...op.i32Const(16), ...op.i32Add, ...op.tee(k), ...op.get(width), ...op.i32LtU],
  ...op.brIf(0),
  ...op.end,
  ...op.get(out),
  ...[...op.get(sum), ...op.i32x4ExtractLane(0)],
  ...[1, 2, 3].flatMap((lane) => [...op.get(sum), ...op.i32x4ExtractLane(lane), ...op.i32Add]),
  ...op.i32Store,
  ...advance(rows, op.get(width)),
  ...advance(out, op.i32Const(4)),
  ...[...op.get(count), ...op.i32Const(1), ...op.i32Sub, ...op.set(count)],
  ...op.br(0),
  ...op.end,
  ...op.end,
  ...op.end,
];

const i32 = 0x7f;
const v128 = 0x7b;
/** Lengths as LEB128, two bytes at most: enough for a program of this size. */
const sized = (bytes: readonly number[]) => [
  ...(bytes.length < 0x80 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7]),
  ...bytes,
];
const section = (id: number, body: readonly number[]) => [id, ...sized(body)];
const text = (value: string) => sized([...Buffer.from(value)]);

const binary = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
  ...section(2, [1, ...text('core'), ...text('memory'), 0x02, 0x00, 0]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...text('dotProducts'), 0x00, 0]),
  ...section(10, [1, ...sized([2, 1, i32, 2, v128, ...program])]),
]);

/**
 * All arguments but `count` are bytes, as places in `memory`: the query of `width` 16-bit integers, `count` rows of
 * `width` 8-bit integers each, and room for as many 32-bit sums. `width`: a multiple of 16, up to 130,000.
 */
export type DotProducts = (query: number, rows: number, count: number, width: number, out: number) => void;

export function dotProductsIn(memory: WebAssembly.Memory): DotProducts {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { core: { memory } });
  return exports.dotProducts as DotProducts;
}
