// Plain Node. The recordings that the demonstration and the end-to-end tests play to the kiosk.
import type { SubjectName } from '../person/subjects.ts';
import type { Holder } from '../specimen/holder.ts';
import type { Recording, Scene } from './scene.ts';

/** Long enough for the coach to see it, ask for stillness and shutter, on a loaded machine. */
const documentSeconds = 5;
const personSeconds = 5;
/** Between scenes, so that the kiosk sees one thing go before the next comes. */
const desk: Scene = { type: 'desk', seconds: 0.8 };

const emily: Partial<Holder> = {
  surname: 'Lindqvist',
  givenNames: 'Emily Sofía',
  sex: 'F',
  birthDate: '1998-04-17',
  personalNumber: 'ZE184226B',
};
const person = (subject: SubjectName): Scene => ({ type: 'person', seconds: personSeconds, subject });
const passport: Scene = {
  type: 'document',
  seconds: documentSeconds,
  kind: 'td3',
  seed: 11,
  holder: emily,
  portrait: 'emily-1',
  pose: { fill: 0.82, yawDegrees: 3, pitchDegrees: -2 },
};

/** A passport and the person in its portrait, another photograph of her. */
export const matchingApplicant = (): Recording => [desk, passport, desk, person('emily-2')];

/** An identity card, front then back, and the person in its portrait. */
export const matchingCardApplicant = (): Recording => {
  const card = {
    type: 'document',
    seconds: documentSeconds,
    seed: 12,
    holder: emily,
    portrait: 'emily-1',
    background: 'mat',
    pose: { fill: 0.8, yawDegrees: -3, pitchDegrees: 2 },
  } as const;
  return [desk, { ...card, kind: 'td1-front' }, desk, { ...card, kind: 'td1-back' }, desk, person('emily-2')];
};

/** A passport, and somebody else before the camera. */
export const differentPerson = (): Recording => [desk, passport, desk, person('jessica-1')];

/** A card without machine-readable zone, and the person in its portrait. */
export const withoutMrz = (): Recording => [
  desk,
  { ...passport, kind: 'card-without-mrz' } as Scene,
  desk,
  person('emily-2'),
];

/** The passport on a monitor, and the person in its portrait. */
export const passportOnScreen = (): Recording => [
  desk,
  { ...passport, medium: { type: 'screen' } } as Scene,
  desk,
  person('emily-2'),
];
