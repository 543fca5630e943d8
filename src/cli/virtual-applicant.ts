// Command line. Sits a virtual applicant down before the kiosk's camera, for the demonstration and the end-to-end tests.
import type { Disposable, ElectronApplication, Page } from 'playwright';
import type { Challenge } from '../shared/domain/challenge.ts';
import {
  bundleInPage,
  drawSpecimen,
  emily,
  type Holder,
  type PresenterKind,
  packHead,
  photograph,
  prepareHead,
  type SpecimenKind,
  type SubjectName,
  subjectImage,
  subjects,
} from '../studio/index.ts';

export interface VirtualApplicant {
  readonly person: SubjectName;
  /** What they hold up when the kiosk asks for a document. `seed` decides what `holder` leaves open. */
  readonly document: {
    readonly kind: SpecimenKind;
    readonly seed: number;
    readonly portrait: SubjectName;
    readonly holder?: Partial<Holder>;
  };
  /** By default they are who they are. */
  readonly kind?: PresenterKind;
  /** The challenge that a recording of them answered, for the kinds that play one. */
  readonly earlier?: Challenge;
  /** What the camera calls itself. */
  readonly cameraLabel?: string;
}

/** Emily and her passport. */
export const matchingApplicant: VirtualApplicant = {
  person: 'emily-2',
  document: { kind: 'td3', seed: 11, portrait: 'emily-1', holder: emily },
};

/** Few pixels, because the page itself draws each of them ten times a second; narrow, so that the face is large enough. */
const camera = { widthPx: 640, heightPx: 480, horizontalDegrees: 45 } as const;
/** A zone needs more. */
const documentCamera = { widthPx: 1920, heightPx: 1080 } as const;

/** The page is loaded again with the applicant in place of its camera, until what is returned is disposed of. */
export async function seat(
  app: ElectronApplication,
  kiosk: Page,
  { person, document, kind = 'bona-fide', earlier, cameraLabel }: VirtualApplicant,
): Promise<Disposable> {
  const [head, front] = await Promise.all([prepareHead(person), heldUp(document)]);
  const content = await bundleInPage({
    kind,
    seed: 1,
    camera,
    head: packHead(head),
    documents: { front: front.toString('base64') },
    ...(earlier ? { earlier } : {}),
    ...(cameraLabel ? { label: cameraLabel } : {}),
  });
  const script = await app.context().addInitScript({ content });
  await kiosk.reload();
  return script;
}

async function heldUp({ kind, seed, portrait, holder = {} }: VirtualApplicant['document']): Promise<Buffer> {
  const image = await subjectImage(portrait);
  const { face } = subjects[portrait];
  const specimen = await drawSpecimen({ kind, seed, holder, portrait: { image, face } });
  const pose = { fill: 0.82, yawDegrees: 3, pitchDegrees: -2 };
  const { jpeg } = await photograph({ specimen, seed: 1, camera: documentCamera, pose });
  return Buffer.from(jpeg);
}
