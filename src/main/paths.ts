// Main. Where the plain Node programs and their runtime are: beside the app when packaged, the checkout otherwise.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { app } from 'electron';

/** The folder that holds src, models and resources. */
export const root = app.isPackaged
  ? join(process.resourcesPath, 'proofdesk')
  : resolve(import.meta.dirname, '../..');

export const coreProgram = join(root, 'src/core/main.ts');
export const policyFile = join(root, 'resources/policy/default.json');
export const modelsFolder = join(root, 'models');
export const rendererFolder = join(import.meta.dirname, '../renderer');
export const preload = (name: 'kiosk' | 'console') => join(import.meta.dirname, `../preload/${name}.cjs`);

/**
 * The Node that runs core and its children. Not Electron as Node: sharp brings its own GLib, which collides with the one
 * that Electron has loaded (lovell/sharp#4525).
 */
export function nodeBinary(): string {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const candidates = [
    join(process.resourcesPath, 'node', name),
    join(
      root,
      'node_modules',
      `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
      'bin',
      name,
    ),
    process.env.npm_node_execpath ?? '',
  ];
  const found = candidates.find((path) => path !== '' && existsSync(path));
  if (!found)
    throw new Error('The Node runtime that Proofdesk brings along is missing; run the set-up again.');
  return found;
}
