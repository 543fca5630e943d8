// Command line. How the app is started from a checkout: by `npm start`, the demonstration and the end-to-end tests.
import { findElectron } from './setup/electron-binary.ts';
import { root } from './setup/root.ts';

export interface LaunchOptions {
  readonly windows: readonly ('kiosk' | 'console')[];
  readonly dataFolder?: string | undefined;
  /** An .mjpeg file that stands in for the webcam (demonstration and tests). */
  readonly recordedCamera?: string | undefined;
  /** Specimen documents go through. */
  readonly acceptSpecimens?: boolean;
  /** No graphics card behind the display. */
  readonly softwareRendering?: boolean;
}

export interface Launch {
  readonly executable: string;
  readonly args: readonly string[];
  /** The binary is the unofficial stand-in. */
  readonly standIn: boolean;
}

export async function prepareLaunch(options: LaunchOptions): Promise<Launch> {
  const electron = await findElectron();
  if (!electron) throw new Error('Electron is not installed yet; run `npm run setup`.');
  const args = [root, ...options.windows.map((name) => `--${name}`)];
  if (options.dataFolder) {
    // Chromium's own profile goes beside the data, so that nothing of a trial run touches the user's.
    args.push(`--data-folder=${options.dataFolder}`, `--user-data-dir=${options.dataFolder}-profile`);
  }
  if (options.recordedCamera) {
    args.push(
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${options.recordedCamera}`,
    );
  }
  if (options.acceptSpecimens) args.push('--accept-specimens');
  if (options.softwareRendering) args.push('--disable-gpu');
  // Chromium refuses its sandbox to root. A station runs as an ordinary user; only set-ups and test machines do not.
  if (process.getuid?.() === 0) args.push('--no-sandbox');
  return { executable: electron.executable, args, standIn: electron.standIn };
}
