// End-to-end tests. A real station: Electron before a recorded camera, core, engine, a store in a temporary folder.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { openDisplay } from '../../src/cli/display.ts';
import { prepareLaunch } from '../../src/cli/launch.ts';

export interface Station {
  readonly app: ElectronApplication;
  readonly dataFolder: string;
  window(name: 'kiosk' | 'console'): Promise<Page>;
  /** Process identifiers of the running core and engine, found by their programs. */
  pidOf(program: 'core' | 'engine'): number | null;
  close(): Promise<void>;
}

export interface StationOptions {
  readonly recordedCamera?: string;
  /** Continue with the store of an earlier station. */
  readonly dataFolder?: string;
  readonly windows?: readonly ('kiosk' | 'console')[];
}

export async function openStation(options: StationOptions = {}): Promise<Station> {
  const display = await openDisplay({ alwaysVirtual: true });
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'proofdesk-e2e-')));
  const launch = await prepareLaunch({
    windows: options.windows ?? ['kiosk', 'console'],
    dataFolder,
    recordedCamera: options.recordedCamera,
    softwareRendering: true,
  });
  const app = await _electron.launch({
    executablePath: launch.executable,
    args: [...launch.args],
    env: {
      ...(process.env as Record<string, string>),
      DISPLAY: display.name ?? '',
      PROOFDESK_PASSPHRASE: 'a passphrase of the tests',
    },
    timeout: 60_000,
  });
  const mainPid = app.process().pid!;
  return {
    app,
    dataFolder,
    window: async (name) => {
      const deadline = Date.now() + 60_000;
      while (Date.now() < deadline) {
        const page = app.windows().find((candidate) => candidate.url().includes(`/${name}/`));
        if (page) return page;
        await app.waitForEvent('window', { timeout: 1_000 }).catch(() => {});
      }
      throw new Error(`no ${name} window opened`);
    },
    pidOf: (program) =>
      processesUnder(mainPid, { itself: false }).find(({ line }) => line.includes(`src/${program}/main.ts`))
        ?.pid ?? null,
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

/** All descendants of a process, from /proc. */
export function processesUnder(ancestor: number, options: { readonly itself: boolean }) {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
        return [
          { pid: Number(name), parent: Number(parent), line: readFileSync(`/proc/${name}/cmdline`, 'utf8') },
        ];
      } catch {
        return []; // It ended while we looked.
      }
    });
  const under = (pid: number): typeof processes =>
    processes.filter((child) => child.parent === pid).flatMap((child) => [child, ...under(child.pid)]);
  return [...processes.filter(({ pid }) => options.itself && pid === ancestor), ...under(ancestor)];
}
