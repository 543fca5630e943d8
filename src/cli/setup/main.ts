// Set-up as a program: `npm run setup`.
import { setUp } from './setup.ts';

try {
  await setUp({ electron: !process.argv.includes('--no-electron') });
} catch (thrown) {
  process.stderr.write(`setup: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 4;
}
