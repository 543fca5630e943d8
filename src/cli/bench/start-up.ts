// Benchmark. From the start of the app to its first screen, and to a station that is ready for an applicant.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { _electron } from 'playwright';
import { openDisplay } from '../display.ts';
import { prepareLaunch } from '../launch.ts';
import { childrenOf, descendantsOf, memoryOf } from '../processes.ts';

export interface StartUp {
  readonly windowMs: number;
  readonly readyMs: number;
  /** Of each process of the app once it is ready, nobody before it yet. */
  readonly memoryMb: Readonly<Record<string, { readonly rest: number; readonly peak: number }>>;
}

export async function measureStartUp(): Promise<StartUp> {
  const scratch = await mkdtemp(join(tmpdir(), 'proofdesk-bench-'));
  const display = await openDisplay({ alwaysVirtual: process.platform === 'linux' });
  try {
    const launch = await prepareLaunch({
      windows: ['kiosk'],
      dataFolder: join(scratch, 'station'),
      softwareRendering: true,
    });
    const startedAt = performance.now();
    const app = await _electron.launch({
      executablePath: launch.executable,
      args: [...launch.args],
      env: {
        ...(process.env as Record<string, string>),
        DISPLAY: display.name ?? '',
        PROOFDESK_PASSPHRASE: scratch,
      },
    });
    try {
      const kiosk = await app.firstWindow();
      await kiosk.getByTestId('start').waitFor();
      const windowMs = performance.now() - startedAt;
      // The station's own word, asked as its window asks.
      const status = () =>
        kiosk.evaluate(async () => {
          const { proofdesk } = globalThis as unknown as {
            proofdesk: { call(name: string): Promise<{ value?: { status: string } }> };
          };
          return (await proofdesk.call('station.describe')).value?.status;
        });
      while ((await status()) !== 'ready') await setTimeout(20);
      return { windowMs, readyMs: performance.now() - startedAt, memoryMb: memoryOfApp(app.process().pid!) };
    } finally {
      await app.close();
    }
  } finally {
    display.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function memoryOfApp(main: number): StartUp['memoryMb'] {
  const of = (pid: number) => {
    const { now, peak } = memoryOf(pid);
    return { rest: now, peak };
  };
  const children = childrenOf(main);
  const named: [string, number][] = [['main', main]];
  const core = children.find(({ program }) => program.includes('src/core/main.ts'));
  if (core) {
    named.push(['core', core.pid]);
    const engine = childrenOf(core.pid)[0];
    if (engine) named.push(['engine', engine.pid]);
  }
  // Chromium starts its renderers from a helper process where its sandbox is on.
  const renderer = descendantsOf(main).find(({ program }) => program.includes('--type=renderer'));
  if (renderer) named.push(['kiosk window', renderer.pid]);
  return Object.fromEntries(named.map(([name, pid]) => [name, of(pid)]));
}
