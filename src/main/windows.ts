// Main. The two windows. Each has its own session, its own preload, and no way to the other.
import { BrowserWindow } from 'electron';
import type { Door } from '../shared/contract/core-port.ts';
import { lockedSession, origin } from './lockdown.ts';
import { preload } from './paths.ts';

const webPreferences = (door: Door) => ({
  preload: preload(door),
  session: lockedSession(door),
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
  navigateOnDragDrop: false,
  // The coach must keep its pace while a staff window covers the kiosk.
  backgroundThrottling: false,
});

export function openWindow(door: Door): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Proofdesk',
    width: 1280,
    height: 800,
    show: false,
    backgroundColor: '#f6f7f9',
    autoHideMenuBar: true,
    // On Windows and Linux `kiosk` is full screen and no more; the rest of the lock is in lockdown.ts and below.
    ...(door === 'kiosk'
      ? { kiosk: true, closable: false, minimizable: false }
      : { minWidth: 1024, minHeight: 700 }),
    webPreferences: webPreferences(door),
  });
  window.removeMenu();
  window.webContents.on('before-input-event', (event, input) => {
    if (door === 'kiosk' && leavesKiosk(input)) event.preventDefault();
  });
  if (door === 'kiosk') {
    void window.webContents.setVisualZoomLevelLimits(1, 1);
    // A crashed page is an applicant before a white screen; core still has the session, and the page resumes it.
    window.webContents.on('render-process-gone', () => void window.loadURL(pageOf(door)));
    window.webContents.on('unresponsive', () => window.webContents.reload());
  }
  window.once('ready-to-show', () => window.show());
  void window.loadURL(pageOf(door));
  return window;
}

const pageOf = (door: Door) => `${origin}/${door}/index.html`;

/** Reload, close, developer tools, zoom, print, find, full screen off. The page resumes by itself after a reload of ours. */
function leavesKiosk(input: Electron.Input): boolean {
  const key = input.key.toLowerCase();
  if (/^f\d+$/.test(key)) return true;
  if (input.alt && (key === 'f4' || key === 'arrowleft' || key === 'arrowright')) return true;
  return (
    (input.control || input.meta) &&
    ['r', 'w', 'q', 'i', 'j', 'p', 'f', 'n', 't', 'o', 's', 'u', '+', '-', '0', '='].includes(key)
  );
}
