// Main. Thin: windows, lockdown, keychain, starting core and passing typed calls through.
import { writeFileSync } from 'node:fs';
import { app, BrowserWindow, dialog, globalShortcut } from 'electron';
import type { Door } from '../shared/contract/core-port.ts';
import { toFailure } from '../shared/kernel/failure.ts';
import { CoreClient } from './core-client.ts';
import { admit, broadcast, listen } from './ipc.ts';
import { lockProcess } from './lockdown.ts';
import { readOptions } from './options.ts';
import { readUnlock } from './unlock.ts';
import { openWindow } from './windows.ts';

keepMemoryOutOfDumps();
const options = readOptions(process.argv);
const windows = new Map<Door, BrowserWindow>();
let core: CoreClient | null = null;

lockProcess();
// One writer a store: a second start only brings another window to the front.
if (!app.requestSingleInstanceLock()) app.exit(0);
app.on('second-instance', (_, argv) => {
  for (const door of readOptions(argv).windows) show(door);
});

app.on('window-all-closed', () => app.quit());
app.on('will-quit', (event) => {
  if (!core) return;
  // Once, and wait for it: core finishes what it acknowledged.
  event.preventDefault();
  const leaving = core;
  core = null;
  void leaving.stop().finally(() => app.quit());
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => quit());

void app.whenReady().then(start, giveUp);

function start(): void {
  let keys: ReturnType<typeof readUnlock>;
  try {
    keys = readUnlock(options.dataFolder, process.env);
  } catch (thrown) {
    giveUp(thrown);
    return;
  }
  core = new CoreClient({
    dataFolder: options.dataFolder,
    acceptSpecimens: options.acceptSpecimens,
    ...keys,
    onEvent: broadcast,
    onState: (state) => {
      const payload =
        typeof state === 'object'
          ? { status: 'refusing' as const, detail: state.refused.message }
          : { status: 'starting' as const, detail: null };
      // Once core serves, it tells its own state.
      if (state !== 'ready')
        for (const door of ['kiosk', 'console'] as const) broadcast(door, 'station.changed', payload);
    },
  });
  listen(core);
  // Staff reach the console from a desk that shows nothing but the kiosk; what they see there needs a sign-in.
  globalShortcut.register('CommandOrControl+Alt+C', () => show('console'));
  for (const door of options.windows) show(door);
}

/** Linux: what the kernel writes of a crash holds none of the memory. Windows in their sandbox are not dumped at all. */
function keepMemoryOutOfDumps(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // Another system: its dumps are its administrator's to forbid.
  }
}

function show(door: Door): void {
  const open = windows.get(door);
  if (open && !open.isDestroyed()) {
    open.show();
    open.focus();
    return;
  }
  if (!core) return;
  const window = openWindow(door);
  windows.set(door, window);
  admit(door, window, core);
}

function quit(): void {
  for (const window of BrowserWindow.getAllWindows()) window.destroy();
  app.quit();
}

function giveUp(thrown: unknown): void {
  const { message } = toFailure(thrown);
  process.stderr.write(`proofdesk: ${message}\n`);
  // A dialogue needs somebody to close it; started by a script, the line above is enough.
  if (process.stdout.isTTY || app.isPackaged) dialog.showErrorBox('Proofdesk cannot start', message);
  app.exit(4);
}
