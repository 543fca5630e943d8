// Command line: `doctor`. What is installed, what is missing, how to get it. Changes nothing.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelManifestSchema, resourceManifestSchema } from '../shared/domain/manifest.ts';
import { findElectron } from './setup/electron-binary.ts';
import { sha256Of } from './setup/package-files.ts';
import { root } from './setup/root.ts';
import { installLine, missingSystemParts } from './setup/system-libraries.ts';

export interface Diagnosis {
  readonly part: string;
  readonly ok: boolean;
  readonly found: string;
  /** How to get what is missing. */
  readonly remedy: string | null;
}

const setUpLine = 'npm run setup';
/** Native parts, each loaded for real: a wrong platform or a missing system library shows here. */
const nativeParts = [
  'better-sqlite3-multiple-ciphers',
  'onnxruntime-node',
  'sharp',
  'node-hid',
  'usb',
] as const;

export async function diagnose(): Promise<Diagnosis[]> {
  return [
    diagnoseNode(),
    ...(await Promise.all(nativeParts.map(diagnoseNative))),
    ...(await diagnoseFiles()),
    await diagnoseElectron(),
    await diagnoseSystem(),
  ];
}

function diagnoseNode(): Diagnosis {
  const ok = Number(process.versions.node.split('.')[0]) >= 24;
  return {
    part: 'node',
    ok,
    found: process.version,
    remedy: ok
      ? null
      : 'Run through npm (npm run -s proofdesk -- ...), which uses the Node that npm ci installed; on a platform without one install Node 24.',
  };
}

async function diagnoseNative(name: (typeof nativeParts)[number]): Promise<Diagnosis> {
  try {
    await import(name);
    const { version } = JSON.parse(
      await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8'),
    ) as { version: string };
    return { part: name, ok: true, found: version, remedy: null };
  } catch (thrown) {
    return {
      part: name,
      ok: false,
      found: thrown instanceof Error ? thrown.message.split('\n')[0]! : 'not loadable',
      remedy: 'npm ci',
    };
  }
}

async function diagnoseFiles(): Promise<Diagnosis[]> {
  const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(join(root, file), 'utf8'));
  const { models } = modelManifestSchema.parse(await read('models/manifest.json'));
  const { shipped, portraits } = resourceManifestSchema.parse(await read('resources/manifest.json'));
  const wanted = [
    ...models.map((model) => ({
      part: `model ${model.name}`,
      path: join(root, 'models/files', model.file),
      sha256: model.sha256,
      fetched: true,
    })),
    ...shipped.map((file) => ({
      part: file.file,
      path: join(root, 'resources', file.file),
      sha256: file.sha256,
      fetched: false,
    })),
    ...portraits.files.map((file) => ({
      part: `portrait ${file.name}`,
      path: join(root, '.cache/portraits', file.file),
      sha256: file.sha256,
      fetched: true,
    })),
  ];
  return Promise.all(
    wanted.map(async ({ part, path, sha256, fetched }) => {
      const actual = await sha256Of(path);
      const ok = actual === sha256;
      const found =
        actual === null
          ? 'missing'
          : ok
            ? `sha256 ${sha256.slice(0, 12)}`
            : 'changed: its hash is not the pinned one';
      return {
        part,
        ok,
        found,
        remedy: ok ? null : fetched ? setUpLine : 'Restore the file from the repository.',
      };
    }),
  );
}

async function diagnoseElectron(): Promise<Diagnosis> {
  const electron = await findElectron();
  const found =
    electron === null
      ? 'missing'
      : electron.standIn
        ? 'stand-in build, for development and tests alone'
        : 'official build';
  return { part: 'electron', ok: electron !== null, found, remedy: electron ? null : setUpLine };
}

async function diagnoseSystem(): Promise<Diagnosis> {
  const missing = await missingSystemParts();
  const ok = missing.length === 0;
  return {
    part: 'system libraries and display',
    ok,
    found: ok ? 'complete' : `lacks ${missing.join(', ')}`,
    remedy: ok ? null : installLine,
  };
}
