// Core. The code an applicant quotes at the desk: eight characters that are hard to mishear or misread
// (Crockford's base 32: no I, L, O, U), 40 random bits.
import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export const reference = (): string =>
  Array.from(randomBytes(8), (byte) => alphabet[byte % alphabet.length]).join('');
