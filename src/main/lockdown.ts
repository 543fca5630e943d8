// Main. What no window of ours may do: leave the app, open another window, use the network, ask for a permission.
// Electron grants permissions where no handler denies them, so every handler is set and denies by default.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { app, Menu, protocol, type Session, session } from 'electron';
import { rendererFolder } from './paths.ts';

export const scheme = 'app';
export const host = 'proofdesk';
/** The only origin there is. */
export const origin = `${scheme}://${host}`;

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob: mediastream:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
};

/** Before `ready`: switches and schemes. */
export function lockProcess(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
  // It would take back `--no-sandbox`, without which Chromium does not start for root (set-ups and test machines only).
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // Chromium's own background services, and name resolution as a whole: nothing here needs a host.
  for (const name of [
    'disable-background-networking',
    'disable-component-update',
    'disable-domain-reliability',
    'no-pings',
  ]) {
    app.commandLine.appendSwitch(name);
  }
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  // The desk's own shortcuts for zoom, reload and developer tools hang on the menu.
  Menu.setApplicationMenu(null);

  app.on('web-contents-created', (_, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    const stay = (event: { preventDefault(): void; url: string }) => {
      if (!event.url.startsWith(`${origin}/`)) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', stay);
    if (app.isPackaged) contents.on('devtools-opened', () => contents.closeDevTools());
  });
}

/** A session in memory only (nothing on disk), with camera video for the kiosk and no permission for anything else. */
const lockedSessions = new Map<string, Session>();
export function lockedSession(name: 'kiosk' | 'console'): Session {
  const known = lockedSessions.get(name);
  if (known) return known;
  const locked = session.fromPartition(`proofdesk-${name}`, { cache: false });
  const page = `${origin}/${name}/`;
  const mayUseCamera = (url: string | undefined) => name === 'kiosk' && url?.startsWith(page) === true;

  locked.setPermissionRequestHandler((contents, permission, grant, details) => {
    const types = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    grant(
      permission === 'media' &&
        mayUseCamera(contents.getURL()) &&
        details.isMainFrame &&
        types.length > 0 &&
        types.every((type) => type === 'video'),
    );
  });
  // Asked for enumerateDevices and getUserMedia alike; `mediaType` tells camera from microphone.
  locked.setPermissionCheckHandler(
    (contents, permission, _origin, details) =>
      permission === 'media' && details.mediaType === 'video' && mayUseCamera(contents?.getURL()),
  );
  locked.setDevicePermissionHandler(() => false);
  locked.setDisplayMediaRequestHandler(null);
  // Only a person's export, made in the reviewer's own page, may be saved; Electron asks where to.
  locked.on('will-download', (event, item) => {
    if (name !== 'console' || !item.getURL().startsWith(`blob:${origin}/`)) event.preventDefault();
  });
  locked.webRequest.onBeforeRequest(({ url }, answer) => {
    answer({ cancel: !/^(app:\/\/proofdesk\/|blob:|data:|devtools:)/.test(url) });
  });
  locked.protocol.handle(scheme, (request) => serveFile(request, name));
  lockedSessions.set(name, locked);
  return locked;
}

async function serveFile(request: Request, app: 'kiosk' | 'console'): Promise<Response> {
  const url = new URL(request.url);
  const file = normalize(join(rendererFolder, decodeURIComponent(url.pathname)));
  const mediaType = mediaTypes[extname(file)];
  const other = app === 'kiosk' ? 'console' : 'kiosk';
  const allowed =
    request.method === 'GET' &&
    url.host === host &&
    file.startsWith(rendererFolder + sep) &&
    !file.startsWith(join(rendererFolder, other) + sep);
  if (!allowed || !mediaType) return new Response('Not found', { status: 404 });
  try {
    return new Response(new Uint8Array(await readFile(file)), {
      headers: {
        'content-type': mediaType,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
        'permissions-policy': 'camera=(self), microphone=(), geolocation=(), display-capture=()',
        'cache-control': 'no-store',
      },
    });
  } catch {
    return new Response('Not found', { status: 404 });
  }
}
