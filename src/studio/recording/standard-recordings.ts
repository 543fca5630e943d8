// Plain Node. The recording of an applicant that is measured with, and that stands for a camera which cannot answer.
import type { Holder } from '../specimen/holder.ts';
import type { Recording, Scene } from './scene.ts';

/** Long enough for the coach to see it, ask for stillness and shutter, on a loaded machine. */
const documentSeconds = 5;
const personSeconds = 5;
/** Between scenes, so that the kiosk sees one thing go before the next comes. */
const desk: Scene = { type: 'desk', seconds: 0.8 };

/** Of the portraits `emily-1` and `emily-2`. */
export const emily: Partial<Holder> = {
  surname: 'Lindqvist',
  givenNames: 'Emily Sofía',
  sex: 'F',
  birthDate: '1998-04-17',
  personalNumber: 'ZE184226B',
};
const person: Scene = { type: 'person', seconds: personSeconds, subject: 'emily-2' };
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
export const matchingApplicant = (): Recording => [desk, passport, desk, person];
