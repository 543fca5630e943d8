// End-to-end tests. A real station: Electron, core, engine, a store in a temporary folder; before its camera a virtual
// applicant, or a recording, which cannot answer a challenge.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Disposable, type ElectronApplication, type Page } from 'playwright';
import { openDisplay } from '../../src/cli/display.ts';
import { prepareLaunch } from '../../src/cli/launch.ts';
import { descendantsOf } from '../../src/cli/processes.ts';
import { seat, type VirtualApplicant } from '../../src/cli/virtual-applicant.ts';
import type { Policy } from '../../src/shared/domain/policy.ts';
import { leave } from './steps.ts';

export interface Station {
  readonly app: ElectronApplication;
  readonly dataFolder: string;
  window(name: 'kiosk' | 'console'): Promise<Page>;
  /** Sits down before the kiosk in place of whoever sat there, and finds its first page. */
  seat(applicant: VirtualApplicant): Promise<Page>;
  /** Process identifiers of the running core and engine, found by their programs. */
  pidOf(program: 'core' | 'engine'): number | null;
  close(): Promise<void>;
}

export interface StationOptions {
  readonly recordedCamera?: string;
  /** Default: yes. Without, the station is as strict as a real one. */
  readonly acceptSpecimens?: boolean;
  /** The station's own; default: the one that is shipped. */
  readonly policy?: Policy;
  /** Continue with the store of an earlier station. */
  readonly dataFolder?: string;
  readonly windows?: readonly ('kiosk' | 'console')[];
}

/** Opens the store of every station of these tests. */
export const stationPassphrase = 'a passphrase of the tests';

export async function openStation(options: StationOptions = {}): Promise<Station> {
  const display = await openDisplay({ alwaysVirtual: true });
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'proofdesk-e2e-')));
  if (options.policy) await writeFile(join(dataFolder, 'policy.json'), JSON.stringify(options.policy));
  const launch = await prepareLaunch({
    windows: options.windows ?? ['kiosk', 'console'],
    dataFolder,
    recordedCamera: options.recordedCamera,
    acceptSpecimens: options.acceptSpecimens ?? true,
    softwareRendering: true,
  });
  const app = await _electron.launch({
    executablePath: launch.executable,
    args: [...launch.args],
    env: {
      ...(process.env as Record<string, string>),
      DISPLAY: display.name ?? '',
      PROOFDESK_PASSPHRASE: stationPassphrase,
    },
    timeout: 60_000,
  });
  const mainPid = app.process().pid!;
  const windowOf: Station['window'] = async (name) => {
    const deadline = Date.now() + 60_000;
    while (Date.now() < deadline) {
      const page = app.windows().find((candidate) => candidate.url().includes(`/${name}/`));
      if (page) return page;
      await app.waitForEvent('window', { timeout: 1_000 }).catch(() => {});
    }
    throw new Error(`no ${name} window opened`);
  };
  let seated: Disposable | null = null;
  return {
    app,
    dataFolder,
    window: windowOf,
    seat: async (applicant) => {
      await seated?.dispose();
      const kiosk = await windowOf('kiosk');
      await kiosk.waitForLoadState();
      await leave(kiosk);
      seated = await seat(app, kiosk, applicant);
      await kiosk.getByTestId('start').waitFor({ timeout: 60_000 });
      return kiosk;
    },
    pidOf: (program) =>
      descendantsOf(mainPid).find((child) => child.program.includes(`src/${program}/main.ts`))?.pid ?? null,
    close: async () => {
      await app
        .evaluate(({ app: electron, BrowserWindow }) => {
          for (const window of BrowserWindow.getAllWindows()) window.destroy();
          electron.quit();
        })
        .catch(() => {});
      await app.close().catch(() => {});
      display.close();
      if (!options.dataFolder) {
        await rm(dataFolder, { recursive: true, force: true });
        await rm(`${dataFolder}-profile`, { recursive: true, force: true });
      }
    },
  };
}
