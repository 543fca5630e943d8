// Core. Makes files and folders durable.
import { closeSync, fsyncSync, openSync } from 'node:fs';

export function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A name, new or moved, is there after a loss of power only once its folder is synced. */
export function syncFolder(folder: string): void {
  // Windows has no way to open a folder for syncing; its renames are journalled.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
