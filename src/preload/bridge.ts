// Preload (sandboxed). The whole surface a renderer gets: calls and events of its own contract, by name, nothing else.
// Main validates every input and the sender; this end only refuses names that the contract does not have.
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Contract } from '../shared/contract/contract.ts';
import type { Door } from '../shared/contract/core-port.ts';
import { ipcChannel } from '../shared/contract/ipc-channel.ts';

export function expose(door: Door, contract: Contract): void {
  const calls = new Set(Object.keys(contract.calls));
  const events = new Set(Object.keys(contract.events));
  const channel = ipcChannel(door);

  contextBridge.exposeInMainWorld('proofdesk', {
    call(name: string, input: unknown): Promise<unknown> {
      if (!calls.has(name)) {
        return Promise.resolve({
          ok: false,
          error: { kind: 'request.invalid', message: 'There is no such call.' },
        });
      }
      return ipcRenderer.invoke(channel.call, name, input);
    },
    on(name: string, listener: (payload: unknown) => void): () => void {
      if (!events.has(name)) return () => {};
      // The renderer never sees the IPC event object, which carries a sender it could talk to.
      const wrapped = (_: IpcRendererEvent, event: string, payload: unknown) => {
        if (event === name) listener(payload);
      };
      ipcRenderer.on(channel.event, wrapped);
      return () => ipcRenderer.removeListener(channel.event, wrapped);
    },
  });
}
