// The kiosk's page, in tests. A virtual applicant in place of the camera: looks at the page as a person looks at the screen,
// and hands it their picture as a camera does. Bundled by bundle.ts and injected before the page's own script.
import type { Challenge, Move, ScreenColour } from '../../shared/domain/challenge.ts';
import { unpackHead } from './asset.ts';
import type { ScreenView } from './behaviour.ts';
import type { HeadCamera } from './camera.ts';
import { createPresenter, type PresenterKind } from './create-presenter.ts';
import type { Presenter } from './presenter.ts';

/** Plain data, so that it can be written into a script. */
export interface InPageOptions {
  readonly kind: PresenterKind;
  readonly seed: number;
  /** Heads as `packHead` packs them. */
  readonly head: string;
  readonly otherHead?: string;
  readonly earlier?: Challenge;
  readonly camera: HeadCamera;
  readonly screenGain?: number;
  /** How often the camera delivers at most; by default 10 a second. The page draws them itself and must get on with its work. */
  readonly framesPerSecond?: number;
  /** JPEGs in base64, held before the camera while the kiosk asks for that side of the document. */
  readonly documents?: { readonly front?: string; readonly back?: string };
  /** What the camera calls itself. */
  readonly label?: string;
  readonly deviceId?: string;
  readonly groupId?: string;
}

/** What a screen without colours of a challenge looks like. */
const plainScreen: ScreenColour = [238, 240, 241];

export function start(options: InPageOptions): void {
  const {
    camera,
    label = 'Virtual applicant',
    deviceId = 'virtual-applicant',
    groupId = 'virtual',
  } = options;
  const canvas = document.createElement('canvas');
  canvas.width = camera.widthPx;
  canvas.height = camera.heightPx;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const image = context.createImageData(camera.widthPx, camera.heightPx);
  image.data.fill(255);
  const tracks = new Set<MediaStreamTrack>();
  const held = holdDocuments(options.documents ?? {});
  const intervalMs = 1000 / (options.framesPerSecond ?? 10);
  let presenter: Presenter | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const look = () => presenter?.look(performance.now(), screenView());
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['style', 'data-move'],
  });

  const tick = () => {
    const startedMs = performance.now();
    for (const track of tracks) if (track.readyState === 'ended') tracks.delete(track);
    if (tracks.size === 0) {
      timer = undefined;
      return;
    }
    const side = document.querySelector('[data-testid="capture-document"]')?.getAttribute('data-side') as
      | 'front'
      | 'back'
      | null;
    const page = side && held[side];
    // A zone needs more pixels than a face, and the page is only copied: as large as its picture.
    const size = page ? { widthPx: page.width, heightPx: page.height } : camera;
    if (canvas.width !== size.widthPx || canvas.height !== size.heightPx) {
      canvas.width = size.widthPx;
      canvas.height = size.heightPx;
    }
    if (page) drawPage(context, page, startedMs);
    else drawPerson(startedMs);
    timer = setTimeout(tick, Math.max(10, intervalMs - (performance.now() - startedMs)));
  };

  const drawPerson = (atMs: number) => {
    presenter ??= presenterOf(options);
    const { rgb } = presenter.frame(atMs, screenView());
    for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
      image.data[to] = rgb[from]!;
      image.data[to + 1] = rgb[from + 1]!;
      image.data[to + 2] = rgb[from + 2]!;
    }
    context.putImageData(image, 0, 0);
  };

  const device = { deviceId, groupId, kind: 'videoinput' as const, label };
  const devices = {
    enumerateDevices: async () => [{ ...device, toJSON: () => device }],
    getUserMedia: async () => {
      const stream = canvas.captureStream();
      const track = stream.getVideoTracks()[0]!;
      const settings = track.getSettings.bind(track);
      Object.defineProperty(track, 'label', { value: label });
      track.getSettings = () => ({
        ...settings(),
        ...{ deviceId, groupId, width: canvas.width, height: canvas.height },
      });
      tracks.add(track);
      if (timer === undefined) tick();
      return stream;
    },
  };
  Object.assign(navigator.mediaDevices, devices);
}

const presenterOf = ({ head, otherHead, kind, seed, camera, earlier, screenGain }: InPageOptions) =>
  createPresenter(kind, {
    seed,
    camera,
    asset: unpackHead(head),
    ...(otherHead === undefined ? {} : { otherAsset: unpackHead(otherHead) }),
    ...(earlier === undefined ? {} : { earlier }),
    ...(screenGain === undefined ? {} : { screenGain }),
  });

/** What a person before the screen sees of it. */
function screenView(): ScreenView {
  const move = document.querySelector('[data-testid="challenge"]')?.getAttribute('data-move') as Move | null;
  const light = document.querySelector('[data-testid="light"]');
  const numbers =
    light &&
    getComputedStyle(light)
      .backgroundColor.match(/[\d.]+/g)
      ?.map(Number);
  const colour = numbers && numbers.length >= 3 ? numbers.slice(0, 3).map(Math.round) : plainScreen;
  return {
    instruction: move ? { kind: 'move', move } : { kind: 'hold' },
    colour: colour as unknown as ScreenColour,
  };
}

type Held = { readonly [side in 'front' | 'back']?: ImageBitmap };

/** Decoded in the background; until then the person is in the picture. */
function holdDocuments(documents: NonNullable<InPageOptions['documents']>): Held {
  const held: { -readonly [side in keyof Held]: Held[side] } = {};
  for (const side of ['front', 'back'] as const) {
    const base64 = documents[side];
    if (base64 === undefined) continue;
    const binary = atob(base64);
    const bytes = Uint8Array.from({ length: binary.length }, (_, at) => binary.charCodeAt(at));
    void createImageBitmap(new Blob([bytes], { type: 'image/jpeg' })).then((bitmap) => {
      held[side] = bitmap;
    });
  }
  return held;
}

/** Fills the frame, in a hand that is not quite still. */
function drawPage(context: CanvasRenderingContext2D, page: ImageBitmap, atMs: number): void {
  const { width, height } = context.canvas;
  const scale = Math.max(width / page.width, height / page.height) * 1.01;
  const [dx, dy] = [Math.sin(atMs / 900) * width * 0.001, Math.cos(atMs / 1300) * height * 0.001];
  context.drawImage(
    page,
    (width - page.width * scale) / 2 + dx,
    (height - page.height * scale) / 2 + dy,
    page.width * scale,
    page.height * scale,
  );
}
