// Main. The only way from a window to core: one handler a window kind, which checks who asks and what.
import { randomUUID } from 'node:crypto';
import { type BrowserWindow, ipcMain, type WebContents } from 'electron';
import { consoleContract } from '../shared/contract/console-contract.ts';
import type { Contract } from '../shared/contract/contract.ts';
import type { Door } from '../shared/contract/core-port.ts';
import { ipcChannel } from '../shared/contract/ipc-channel.ts';
import { kioskContract } from '../shared/contract/kiosk-contract.ts';
import type { Failure } from '../shared/kernel/failure.ts';
import { err, type Result } from '../shared/kernel/result.ts';
import type { CoreClient } from './core-client.ts';
import { origin } from './lockdown.ts';

const contracts: Record<Door, Contract> = { kiosk: kioskContract, console: consoleContract };
const refused: Failure = { kind: 'request.invalid', message: 'That request is not allowed.' };

/** Windows that may speak, by their contents; whoever is not in here is nobody. */
const clients = new Map<WebContents, { readonly door: Door; readonly clientId: string }>();

export function admit(door: Door, window: BrowserWindow, core: CoreClient): void {
  const contents = window.webContents;
  const clientId = randomUUID();
  clients.set(contents, { door, clientId });
  contents.once('destroyed', () => {
    clients.delete(contents);
    core.clientClosed(clientId);
  });
}

export function listen(core: CoreClient): void {
  for (const door of ['kiosk', 'console'] as const) {
    ipcMain.handle(ipcChannel(door).call, (event, name: unknown, input: unknown) => {
      const client = clients.get(event.sender);
      const frame = event.senderFrame;
      const trusted =
        client?.door === door &&
        frame !== null &&
        frame === event.sender.mainFrame &&
        frame.url.startsWith(`${origin}/${door}/`);
      if (!trusted) return err(refused);
      return passOn(core, door, client.clientId, name, input);
    });
  }
}

/** Validates here, at the trust boundary; core validates again, since main is only one of its front doors. */
function passOn(
  core: CoreClient,
  door: Door,
  clientId: string,
  name: unknown,
  input: unknown,
): Result<unknown, Failure> | Promise<Result<unknown, Failure>> {
  const { calls } = contracts[door];
  if (typeof name !== 'string' || !Object.hasOwn(calls, name)) return err(refused);
  const parsed = calls[name]!.input.safeParse(input);
  if (!parsed.success) {
    const where = parsed.error.issues.map((issue) => issue.path.join('.') || 'input').join(', ');
    return err({ kind: 'request.invalid', message: `${name}: not valid: ${where}` });
  }
  return core.call(door, clientId, name, parsed.data);
}

export function broadcast(door: Door, event: string, payload: unknown): void {
  for (const [contents, client] of clients) {
    if (client.door === door && !contents.isDestroyed())
      contents.send(ipcChannel(door).event, event, payload);
  }
}
