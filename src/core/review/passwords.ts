// Core. Reviewers' passwords: scrypt (RFC 7914), one random salt each.
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** N = 2^15, r = 8, p = 3: the OWASP Password Storage Cheat Sheet's setting for 32 MiB. */
const parameters = { cost: 2 ** 15, blockSize: 8, parallelization: 3, maxmem: 64 * 1024 * 1024 };
const hashBytes = 32;

function derive(password: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same characters, however they were typed, are the same password.
    scrypt(password.normalize('NFC'), salt, hashBytes, parameters, (error, hash) =>
      error ? reject(error) : resolve(hash),
    );
  });
}

/** `scrypt$salt$hash`, base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt);
  return `scrypt$${salt.toString('base64')}$${hash.toString('base64')}`;
}

/** Takes as long for a reviewer who does not exist (`null`) as for a wrong password. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
  const [, salt = '', expected = ''] = stored?.split('$') ?? [];
  const hash = await derive(password, Buffer.from(salt, 'base64'));
  const wanted = Buffer.from(expected, 'base64');
  return wanted.byteLength === hash.byteLength && timingSafeEqual(wanted, hash);
}
