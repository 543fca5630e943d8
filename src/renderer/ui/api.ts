// Renderer. The only door out of the sandbox: the object that the preload script exposes, given its contract's types.
// Main and core validate every call; what comes back needs no second look here.

import type { ConsoleContract } from '../../shared/contract/console-contract.ts';
import type { KioskContract } from '../../shared/contract/kiosk-contract.ts';
import type { Client } from '../../shared/contract/rpc.ts';
import type { Failure } from '../../shared/kernel/failure.ts';
import type { Result } from '../../shared/kernel/result.ts';

interface Bridge {
  call(name: string, input?: unknown): Promise<Result<unknown, Failure>>;
  on(event: string, listener: (payload: unknown) => void): () => void;
}

declare global {
  interface Window {
    readonly proofdesk: Bridge;
  }
}

/** A call never rejects: whatever goes wrong between the processes is in the result. */
const bridge: Bridge = {
  call: async (name, input) => {
    try {
      return await window.proofdesk.call(name, input);
    } catch {
      return {
        ok: false,
        error: { kind: 'core.unavailable', message: `${name} could not be sent.` },
      };
    }
  },
  on: (event, listener) => window.proofdesk.on(event, listener),
};

export const kioskApi = bridge as unknown as Client<KioskContract>;
export const consoleApi = bridge as unknown as Client<ConsoleContract>;
