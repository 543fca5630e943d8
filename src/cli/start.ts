// `npm start`: the app on the real webcam.
import { spawn } from 'node:child_process';
import { prepareLaunch } from './launch.ts';

const asked = (['kiosk', 'console'] as const).filter((name) => process.argv.includes(`--${name}`));
try {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new Error('there is no display here. `npm run demo` runs without one.');
  }
  const launch = await prepareLaunch({ windows: asked.length > 0 ? asked : ['kiosk'] });
  if (launch.standIn)
    process.stderr.write('proofdesk: WARNING: an unofficial Electron build is in use (development only).\n');
  const app = spawn(launch.executable, launch.args, { stdio: 'inherit' });
  app.once('error', (thrown) => {
    process.stderr.write(`proofdesk: Electron cannot be started: ${thrown.message}\n`);
    process.exitCode = 4;
  });
  app.once('exit', (code) => {
    process.exitCode = code ?? 4;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.kill(signal));
} catch (thrown) {
  process.stderr.write(`proofdesk: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 4;
}
