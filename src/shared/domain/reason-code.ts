// Any process. The closed list of reasons. The applicant sees only the `advice` ones, each with a next step.
import { z } from 'zod';

/**
 * `advice`: the applicant can mend it, so the kiosk says how.
 * `internal`: told to the reviewer alone; the applicant hears that a person will look (no lesson in fraud).
 */
export const reasonCodes = {
  'document.not_found': 'advice',
  'document.too_small': 'advice',
  'document.blurred': 'advice',
  'document.glare': 'advice',
  'document.too_dark': 'advice',
  'document.shadow': 'advice',
  'document.covered': 'advice',
  'document.too_steep': 'advice',
  'document.cut_off': 'advice',
  'document.mrz_not_found': 'advice',
  'document.mrz_unreadable': 'advice',
  'document.mrz_check_digit': 'internal',
  'document.barcode_not_found': 'advice',
  'document.barcode_foreign': 'internal',
  'document.printed_unreadable': 'advice',
  'document.printed_mismatch': 'internal',
  'document.implausible': 'internal',
  'document.specimen': 'advice',
  'document.not_machine_readable': 'internal',
  'document.expired': 'advice',
  'document.not_accepted': 'advice',
  'document.wrong_type': 'advice',
  'document.portrait_not_found': 'advice',
  'document.looks_like_screen': 'internal',
  'document.looks_like_print': 'internal',
  'selfie.no_face': 'advice',
  'selfie.several_faces': 'advice',
  'selfie.too_small': 'advice',
  'selfie.blurred': 'advice',
  'selfie.too_dark': 'advice',
  'selfie.turned_away': 'advice',
  'selfie.camera_refused': 'internal',
  'selfie.not_live': 'internal',
  'selfie.moves_missed': 'advice',
  'selfie.challenge_declined': 'internal',
  'selfie.flat': 'internal',
  'selfie.moved_otherwise': 'internal',
  'selfie.watch_interrupted': 'advice',
  'selfie.light_unanswered': 'internal',
  'selfie.light_everywhere': 'internal',
  'selfie.another_person': 'internal',
  'match.different_person': 'internal',
  'match.uncertain': 'internal',
  'applicant.other_identity': 'internal',
  'applicant.other_face': 'internal',
  'engine.interrupted': 'internal',
  'engine.failed': 'internal',
} as const satisfies Record<string, 'advice' | 'internal'>;

export type ReasonCode = keyof typeof reasonCodes;
export const reasonCodeSchema = z.enum(Object.keys(reasonCodes) as [ReasonCode, ...ReasonCode[]]);
