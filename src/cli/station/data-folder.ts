// Command line. Which data folder, and what opens it.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Option } from 'commander';
import type { Unlock } from '../../shared/contract/core-port.ts';
import { FailureError } from '../../shared/kernel/failure.ts';

/** Where the app keeps it: Electron's `userData`, by platform. */
function usualFolder(): string {
  const home = homedir();
  const base =
    process.platform === 'win32'
      ? (process.env.APPDATA ?? join(home, 'AppData/Roaming'))
      : process.platform === 'darwin'
        ? join(home, 'Library/Application Support')
        : (process.env.XDG_CONFIG_HOME ?? join(home, '.config'));
  return join(base, 'Proofdesk/station');
}

export interface InFolder {
  readonly dataFolder: string;
}

export const dataFolderOption = new Option('--data-folder <folder>', "the station's data").default(
  usualFolder(),
  'where the app keeps it',
);

/** Fails with `file.missing`. */
export function requireFolder({ dataFolder }: InFolder): string {
  if (!existsSync(join(dataFolder, 'proofdesk.sqlite')))
    throw new FailureError('file.missing', `There is no data folder of Proofdesk at ${dataFolder}.`);
  return dataFolder;
}

/** Fails with `store.key`. Neither is ever an argument: other programs could read it there. */
export function readUnlock(): Unlock {
  const { PROOFDESK_PASSPHRASE: passphrase, PROOFDESK_RECOVERY_KEY: code } = process.env;
  if (passphrase) return { kind: 'passphrase', passphrase };
  if (code) return { kind: 'recovery', code };
  throw new FailureError(
    'store.key',
    'Set PROOFDESK_PASSPHRASE, or PROOFDESK_RECOVERY_KEY where the keychain of the desk opens the data.',
  );
}
