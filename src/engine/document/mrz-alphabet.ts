// Engine. The 37 characters of a machine-readable zone as small numbers, in the order of the line network's classes.

/** `<`, digits, letters: class k of the network (0 is its blank) is character k - 1 here. */
export const mrzCharacters = '<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const characterCount = mrzCharacters.length;
export const filler = 0;

/** Index of a character, or -1 where the zone does not know it. */
export const indexOfCharacter = (character: string): number => mrzCharacters.indexOf(character);

/** Value under check digits: filler 0, digits themselves, A to Z 10 to 35 (Doc 9303 part 3, section 4.9). */
export const valueOfCharacter = (index: number): number => (index === filler ? 0 : index - 1);

export const isDigitIndex = (index: number): boolean => index >= 1 && index <= 10;
export const isLetterIndex = (index: number): boolean => index > 10;

/** Indices of the characters in `text`, as a mask over the alphabet. */
export function maskOf(text: string): Uint8Array {
  const mask = new Uint8Array(characterCount);
  for (const character of text) mask[indexOfCharacter(character)] = 1;
  return mask;
}
