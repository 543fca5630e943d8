// Main. What the command line of the app may ask for. Unknown switches belong to Chromium and are left alone.
import { app } from 'electron';

export interface Options {
  /** Which windows to open at start. */
  readonly windows: readonly ('kiosk' | 'console')[];
  /** Where the station keeps its data. */
  readonly dataFolder: string;
  /** Specimen documents go through: for trying a desk out from a checkout, never in the packaged app. */
  readonly acceptSpecimens: boolean;
}

export function readOptions(argv: readonly string[]): Options {
  const value = (name: string) => argv.find((item) => item.startsWith(`--${name}=`))?.slice(name.length + 3);
  const asked = (['kiosk', 'console'] as const).filter((name) => argv.includes(`--${name}`));
  return {
    windows: asked.length > 0 ? asked : ['kiosk'],
    dataFolder: value('data-folder') ?? `${app.getPath('userData')}/station`,
    acceptSpecimens: !app.isPackaged && argv.includes('--accept-specimens'),
  };
}
