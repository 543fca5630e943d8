// Any process. Branded identifiers: a session identifier cannot be passed where a case identifier is wanted.
import { z } from 'zod';

/** Identifiers are random (UUID version 4): they say nothing about the person or the order of arrival. */
export const identifier = <const B extends string>(brand: B) => z.uuid().brand<B>().describe(brand);
