// Benchmark. From the start of the app to its first screen, and to a station that is ready for an applicant.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { openDisplay } from '../display.ts';
import { prepareLaunch } from '../launch.ts';

export async function measureStartUp(): Promise<{ windowMs: number; readyMs: number }> {
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
      await kiosk.waitForFunction(async () => {
        const { proofdesk } = globalThis as unknown as {
          proofdesk: { call(name: string): Promise<{ ok: boolean; value?: { status: string } }> };
        };
        return (await proofdesk.call('station.describe')).value?.status === 'ready';
      });
      return { windowMs, readyMs: performance.now() - startedAt };
    } finally {
      await app.close();
    }
  } finally {
    display.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
