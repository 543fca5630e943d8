// Main and preload. Names of the Electron channels; each window kind has its own pair.
import type { Door } from './core-port.ts';

export const ipcChannel = (door: Door) => ({
  call: `proofdesk:${door}:call`,
  event: `proofdesk:${door}:event`,
});
