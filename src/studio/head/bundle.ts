// Plain Node. The virtual applicant as one script for a page.
import { join } from 'node:path';
import type { InPageOptions } from './in-page.ts';

const name = 'virtualApplicant';
let code: Promise<string> | undefined;

/** Source text for Playwright's `addInitScript({ content })`, before the kiosk's page loads. A few megabytes: the head is in it. */
export async function bundleInPage(options: InPageOptions): Promise<string> {
  code ??= bundle();
  // Frames of other documents get the script, too, before there is any document to look at.
  return `(() => { if (!navigator.mediaDevices) return;\n${await code}\n${name}.start(${JSON.stringify(options)}); })();`;
}

async function bundle(): Promise<string> {
  // Only tests and measurements come here, and vite takes a while to load.
  const { build } = await import('vite');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'chrome140',
      lib: { entry: join(import.meta.dirname, 'in-page.ts'), formats: ['iife'], name },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((each) =>
    'output' in each ? each.output : [],
  );
  const chunk = outputs.find((output) => output.type === 'chunk');
  if (!chunk) throw new Error('vite made no script of the virtual applicant');
  return chunk.code;
}
