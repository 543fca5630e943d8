// Tests. Opens a data folder, which brings it up to date, and dies before its nth step on the disk (never, for -1). Says
// which steps there are.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';

const [, , folder, secret, at] = process.argv as unknown as [string, string, string, string, string];
const steps: string[] = [];

function step(what: string): void {
  if (steps.length === Number(at)) process.kill(process.pid, 'SIGKILL');
  steps.push(what);
}

/** Each call of these is a step. */
function count(target: object, names: readonly string[]): void {
  for (const name of names) {
    const original = Reflect.get(target, name) as (...values: unknown[]) => unknown;
    Reflect.set(target, name, function counted(this: unknown, ...values: unknown[]) {
      step(name);
      return Reflect.apply(original, this, values);
    });
  }
}

count(fs, ['openSync', 'writeSync', 'fsyncSync', 'renameSync', 'copyFileSync', 'rmSync', 'mkdirSync']);
syncBuiltinESMExports();
count(Database.prototype, ['exec', 'pragma']);
count(Object.getPrototypeOf(new Database(':memory:').prepare('SELECT 1')), ['run']);

const { Store } = await import('../../src/core/store/store.ts');
const { imageFilesIn } = await import('../../src/core/store/image-files.ts');
steps.length = 0;
const store = Store.open(folder, { kind: 'secret', secret: Buffer.from(secret, 'hex') }, { nowMs: Date.now });
imageFilesIn(join(folder, 'images'));
store.close();
process.stdout.write(JSON.stringify(steps));
