// Walks every import and holds it against the map of the house.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

/** Which rooms a room may enter besides itself and `src/shared`. */
const doors: Record<string, readonly string[]> = {
  // Drivers drive; only the process that hosts them, and tests, know which there are.
  drivers: [],
  'src/shared': [],
  'src/core': [],
  'src/engine': [],
  'src/devices': ['drivers'],
  'src/main': [],
  'src/preload': [],
  'src/renderer/kiosk': ['src/renderer/ui'],
  'src/renderer/console': ['src/renderer/ui'],
  'src/renderer/ui': ['resources'],
  'src/studio': [],
  // The command line is a front door to core, and shows and measures with what the studio draws.
  'src/cli': ['src/core', 'src/studio'],
};

/** Packages that belong to one room alone. */
const packagesOf: Record<string, readonly string[]> = {
  electron: ['src/main', 'src/preload'],
  'better-sqlite3-multiple-ciphers': ['src/core'],
  'better-sqlite3': ['src/cli'],
  kysely: ['src/core'],
  'onnxruntime-node': ['src/engine'],
  'tesseract.js': ['src/cli'],
  sharp: ['src/engine', 'src/studio', 'src/cli'],
  '@opencvjs/node': ['src/engine', 'src/studio'],
  'node-hid': ['drivers', 'src/cli'],
  usb: ['drivers', 'src/cli'],
  react: ['src/renderer/kiosk', 'src/renderer/console', 'src/renderer/ui'],
};

const roomOf = (path: string): string | null =>
  Object.keys(doors).find((room) => path.startsWith(`${room}/`)) ?? path.split('/')[0] ?? null;

const files = ['src', 'drivers']
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /(?<!\.d)\.tsx?$/.test(entry.name))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(/(?:\bfrom|\bimport\(|^import)\s*['"]([^'"]+)['"]/gm),
  ].map((match) => match[1]!);

describe('the map of the house', () => {
  it('sees the source', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.every((file) => Object.keys(doors).some((room) => file.startsWith(`${room}/`)))).toBe(true);
  });

  it('lets no room import another but through its doors', () => {
    const breaches = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => relative(root, resolve(root, dirname(file), specifier)))
        .filter((target) => {
          const [from, to] = [roomOf(file)!, roomOf(target)!];
          return (
            to !== from && to !== 'src/shared' && !doors[from]!.some((door) => target.startsWith(`${door}/`))
          );
        })
        .map((target) => `${file} imports ${target}`),
    );
    expect(breaches).toEqual([]);
  });

  it('keeps native code and Electron in their own rooms', () => {
    const breaches = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier in packagesOf && !packagesOf[specifier]!.includes(roomOf(file)!))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(breaches).toEqual([]);
  });

  it('lets core know concrete adapters in one file only', () => {
    const composers = files.filter(
      (file) =>
        file.startsWith('src/core/') &&
        importsOf(file).some((specifier) => specifier.endsWith('/engine-supervisor.ts')),
    );
    expect(composers).toEqual(['src/core/compose.ts']);
  });
});

describe('drivers', () => {
  /** The folder a file of `drivers` lies in: its family. */
  const family = (path: string): string => path.split('/').slice(0, 2).join('/');
  const ofDrivers = files.filter((file) => file.startsWith('drivers/'));
  const shipped = ofDrivers.filter((file) => !file.startsWith('drivers/emulator/'));

  it('know the port and nothing of each other; the table alone knows them all', () => {
    const breaches = shipped
      .filter((file) => file !== 'drivers/drivers.ts')
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => relative(root, resolve(root, dirname(file), specifier)))
          .filter(
            (target) =>
              target.startsWith('drivers/') &&
              family(target) !== family(file) &&
              family(target) !== 'drivers/port',
          )
          .map((target) => `${file} imports ${target}`),
      );
    expect(breaches).toEqual([]);
  });

  it('reach devices through a bus, never by themselves', () => {
    const own = ['usb', 'node-hid', 'node:net', 'node:fs', 'node:fs/promises', 'node:child_process'];
    const breaches = shipped.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => own.includes(specifier) && family(file) !== 'drivers/bus')
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(breaches).toEqual([]);
  });

  it('are shipped without the emulator', () => {
    const importing = files.filter(
      (file) =>
        !file.startsWith('drivers/emulator/') &&
        importsOf(file).some((specifier) => specifier.includes('/emulator/')),
    );
    expect(importing).toEqual([]);
  });
});
