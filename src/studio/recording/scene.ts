// Plain Node. What a recorded camera sees, as data: one scene after another.
import type { SubjectName } from '../person/subjects.ts';
import type { BackgroundName } from '../photograph/background.ts';
import type { Light } from '../photograph/exposure.ts';
import type { Pose } from '../photograph/pose.ts';
import type { Medium } from '../photograph/surface.ts';
import type { Holder } from '../specimen/holder.ts';
import type { SpecimenKind } from '../specimen/layouts.ts';

export type Scene =
  /** The desk, and nobody there. */
  | { readonly type: 'desk'; readonly seconds: number; readonly background?: BackgroundName }
  /** A document held up to the camera: it trembles a little. */
  | {
      readonly type: 'document';
      readonly seconds: number;
      readonly kind: SpecimenKind;
      /** Decides the holder and the artwork. */
      readonly seed: number;
      readonly holder?: Partial<Holder>;
      readonly portrait: SubjectName;
      readonly background?: BackgroundName;
      readonly pose?: Pose;
      readonly medium?: Medium;
      readonly light?: Light;
    }
  /** A person before the camera: a flat photograph that sways a little. */
  | { readonly type: 'person'; readonly seconds: number; readonly subject: SubjectName };

export type Recording = readonly Scene[];
