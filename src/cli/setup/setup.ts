// Set-up (plain Node): models, those of the benchmark's peers, specimen portraits and, where needed, the stand-in for
// Electron's binary. Safe to repeat.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelManifestSchema, resourceManifestSchema } from '../../shared/domain/manifest.ts';
import { ensureElectron } from './electron-binary.ts';
import { fetchFiles, placeFile } from './package-files.ts';
import { root } from './root.ts';
import { ensureSystemParts } from './system-libraries.ts';

const say = (line: string) => process.stderr.write(`setup: ${line}\n`);
const readJson = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(join(root, file), 'utf8'));

export async function setUp(options: { readonly electron: boolean }): Promise<void> {
  const { models, peers } = modelManifestSchema.parse(await readJson('models/manifest.json'));
  const { portraits } = resourceManifestSchema.parse(await readJson('resources/manifest.json'));
  const placed = models.map((model) => ({ ...model, destination: join(root, 'models/files', model.file) }));
  for (const model of placed) if ('recipe' in model) await placeFile(join(root, 'models', model.file), model);
  const fetched = await fetchFiles(
    [
      ...placed.filter((model) => 'package' in model),
      ...peers.map((peer) => ({ ...peer, destination: join(root, '.cache/peers', peer.file) })),
      ...portraits.files.map((file) => ({ ...file, destination: join(root, '.cache/portraits', file.file) })),
    ],
    say,
  );
  if (fetched > 0) say(`${fetched} files fetched, every hash as pinned`);
  if (!options.electron) return;
  await ensureElectron(say);
  await ensureSystemParts(say);
}
