// Engine. A person's number whose characters were taken for others that look like them, mended by its state's own form and
// check digit. Pure.
import { personalNumberSchemes } from '../rules/personal-numbers.ts';

/** A digit and the letters that look like it. Two digits or two letters are told apart by more than their place. */
const alike: readonly string[] = ['0ODQU', '1ILT', '2Z', '4A', '5S', '6G', '8B'];
const others = (character: string): string[] => {
  const group = alike.find((one) => one.includes(character));
  if (!group) return [];
  return character === group[0] ? [...group.slice(1)] : [group[0]!];
};

/** With one character from there on read otherwise, and its place. */
const readings = (number: string, from: number): { readonly text: string; readonly at: number }[] =>
  [...number].flatMap((character, at) =>
    at < from
      ? []
      : others(character).map((other) => ({ text: number.slice(0, at) + other + number.slice(at + 1), at })),
  );

/**
 * The number with one or two characters read otherwise, where that alone gives it the form and the check digit of the
 * state's numbers; the number itself where it has them, where nothing gives them, or where two ways do.
 */
export function mendNumber(number: string, state: string | null): string {
  const schemes = (state && personalNumberSchemes[state]) || [];
  const isValid = (candidate: string) =>
    schemes.some(({ pattern, isValid: check }) => check && pattern.test(candidate) && check(candidate));
  if (!schemes.some((scheme) => scheme.isValid)) return number;
  // Of the right form: what is wrong with it, if anything, is no slip of this kind.
  if (schemes.some(({ pattern }) => pattern.test(number))) return number;
  const once = readings(number, 0);
  const mended = once.filter(({ text }) => isValid(text));
  const twice = once.flatMap(({ text, at }) => readings(text, at + 1)).filter(({ text }) => isValid(text));
  const found = new Set((mended.length > 0 ? mended : twice).map(({ text }) => text));
  const [only] = found;
  return only !== undefined && found.size === 1 ? only : number;
}
