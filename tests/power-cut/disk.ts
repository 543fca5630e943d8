// Tests. A disk as a recording describes it, and what a loss of power would leave of it. Strict POSIX: what a file held
// when a sync of it began is durable once that has ended, and so are a folder's names; a new file's name is no part of
// the file. Of all else each block of a write, each change of size and each change of a name survives by itself or not,
// and a block may be torn at a sector. (All File Systems Are Not Created Equal, OSDI 2014.)
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../src/shared/kernel/assert.ts';
import type { Operation } from './recording.ts';

const blockBytes = 4096;
const sectorBytes = 512;

type Change = { readonly at: number } & (
  | { readonly write: Buffer; readonly offset: number }
  | { readonly size: number }
);
type NameChange = {
  readonly at: number;
  readonly remove: string | null;
  readonly set: [string, Node] | null;
};

interface File {
  readonly kind: 'file';
  /** The last it was called. */
  name: string;
  durable: Content;
  pending: Change[];
}
interface Folder {
  readonly kind: 'folder';
  name: string;
  durable: Map<string, Node>;
  pending: NameChange[];
}
type Node = File | Folder;

/** Bytes that grow in place; `size` of them count. */
class Content {
  bytes: Buffer;
  size: number;
  constructor(start = Buffer.alloc(0)) {
    this.bytes = start;
    this.size = start.byteLength;
  }
  resize(size: number): void {
    if (size > this.bytes.byteLength) {
      const grown = Buffer.alloc(Math.max(size, this.bytes.byteLength * 2));
      this.bytes.copy(grown, 0, 0, this.size);
      this.bytes = grown;
    } else if (size < this.size) this.bytes.fill(0, size, this.size);
    this.size = size;
  }
  write(bytes: Buffer, offset: number): void {
    this.resize(Math.max(this.size, offset + bytes.byteLength));
    bytes.copy(this.bytes, offset);
  }
  view(): Buffer {
    return this.bytes.subarray(0, this.size);
  }
}

/** Whether something that was not synced survives; asked once for each. */
export type Survives = () => boolean;

export interface DiskOptions {
  /** For the test of this test: syncs of these are forgotten, as if core had never asked for them. */
  readonly forgets?: (what: { readonly kind: 'file' | 'folder'; readonly name: string }) => boolean;
}

export class Disk {
  readonly #nodes = new Map<number, Node>();
  readonly #syncs = new Map<number, number>();
  readonly #forgets: NonNullable<DiskOptions['forgets']>;
  #root: Folder | null = null;
  #at = 0;

  constructor({ forgets = () => false }: DiskOptions = {}) {
    this.#forgets = forgets;
  }

  /** With what lies in `folder`, all of it durable: a recording may begin with it as its root. */
  static of(folder: string): Disk {
    const disk = new Disk();
    const add = (path: string, name: string): Node => {
      const found = lstatSync(path);
      const node = disk.#made(found.ino, found.isFile() ? 'file' : 'folder', name);
      if (node.kind === 'file') node.durable = new Content(readFileSync(path));
      else for (const child of readdirSync(path)) node.durable.set(child, add(join(path, child), child));
      return node;
    };
    disk.#root = add(folder, '') as Folder;
    return disk;
  }

  apply(operation: Operation): void {
    const at = ++this.#at;
    switch (operation.kind) {
      case 'root':
        // Once for each process: the folder stays.
        this.#root ??= this.#made(operation.node, 'folder', '') as Folder;
        return;
      case 'file':
      case 'folder': {
        const made = this.#made(operation.node, operation.kind, operation.name);
        this.#folder(operation.parent).pending.push({ at, remove: null, set: [operation.name, made] });
        return;
      }
      case 'link': {
        const set: [string, Node] = [operation.name, this.#node(operation.node)];
        this.#folder(operation.parent).pending.push({ at, remove: null, set });
        return;
      }
      case 'remove':
        this.#folder(operation.parent).pending.push({ at, remove: operation.name, set: null });
        return;
      case 'rename': {
        const node = this.#node(operation.node);
        node.name = operation.to;
        const set: [string, Node] = [operation.to, node];
        this.#folder(operation.parent).pending.push({ at, remove: operation.from, set });
        return;
      }
      case 'write':
        this.#file(operation.node).pending.push({ at, write: operation.bytes, offset: operation.offset });
        return;
      case 'resize':
        this.#file(operation.node).pending.push({ at, size: operation.bytes });
        return;
      case 'sync':
        this.#syncs.set(operation.token, at);
        return;
      case 'synced':
        this.#synced(this.#node(operation.node), this.#syncs.get(operation.token) ?? 0);
        this.#syncs.delete(operation.token);
        return;
      case 'mark':
    }
  }

  /** Writes into `folder`, which is made, what is found there when the power is back. */
  materialise(folder: string, random: () => number, chances: readonly number[]): void {
    assert(this.#root, 'a recording begins with its root');
    const survival = (): Survives => {
      const chance = chances[Math.floor(random() * chances.length)]!;
      return () => random() < chance;
    };
    const put = (node: Node, path: string): void => {
      if (node.kind === 'file') {
        writeFileSync(path, survivingBytes(node, survival(), random));
        return;
      }
      mkdirSync(path);
      const survives = survival();
      const names = new Map(node.durable);
      for (const change of node.pending) if (survives()) changeNames(names, change);
      for (const [name, child] of names) put(child, join(path, name));
    };
    put(this.#root, folder);
  }

  #synced(node: Node, before: number): void {
    if (this.#forgets(node)) return;
    const index = node.pending.findIndex(({ at }) => at > before);
    const done = node.pending.splice(0, index < 0 ? node.pending.length : index);
    if (node.kind === 'folder') for (const change of done as NameChange[]) changeNames(node.durable, change);
    else {
      for (const change of done as Change[]) {
        if ('size' in change) node.durable.resize(change.size);
        else node.durable.write(change.write, change.offset);
      }
    }
  }

  #made(number: number, kind: 'file' | 'folder', name: string): Node {
    const node: Node =
      kind === 'file'
        ? { kind, name, durable: new Content(), pending: [] }
        : { kind, name, durable: new Map(), pending: [] };
    this.#nodes.set(number, node);
    return node;
  }

  #node(number: number): Node {
    const node = this.#nodes.get(number);
    assert(node, 'everything in a recording was made in it');
    return node;
  }

  #file(number: number): File {
    const node = this.#node(number);
    assert(node.kind === 'file', 'bytes are written to files');
    return node;
  }

  #folder(number: number): Folder {
    const node = this.#node(number);
    assert(node.kind === 'folder', 'names are in folders');
    return node;
  }
}

function changeNames(names: Map<string, Node>, { remove, set }: NameChange): void {
  if (remove !== null) names.delete(remove);
  if (set) names.set(...set);
}

function survivingBytes(file: File, survives: Survives, random: () => number): Buffer {
  if (file.pending.length === 0) return file.durable.view();
  const content = new Content(Buffer.from(file.durable.view()));
  const write = (change: { write: Buffer; offset: number }, from: number, to: number) =>
    content.write(change.write.subarray(from - change.offset, to - change.offset), from);
  for (const change of file.pending) {
    if ('size' in change) {
      if (survives()) content.resize(change.size);
      continue;
    }
    const end = change.offset + change.write.byteLength;
    // The size may survive where the bytes do not: zeros.
    if (survives()) content.resize(Math.max(content.size, end));
    for (const [from, to] of pieces(change.offset, end, blockBytes)) {
      if (survives()) write(change, from, to);
      else if (random() < 0.1) {
        for (const [start, stop] of pieces(from, to, sectorBytes)) if (survives()) write(change, start, stop);
      }
    }
  }
  return content.view();
}

/** `from` to `to`, cut where a disk's own pieces begin. */
function* pieces(from: number, to: number, size: number): Generator<[number, number]> {
  for (let at = from; at < to; ) {
    const next = Math.min((Math.floor(at / size) + 1) * size, to);
    yield [at, next];
    at = next;
  }
}
