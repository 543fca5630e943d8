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

/**
 * The number with one or two characters read otherwise, where that alone gives it the form and the check digit of the
 * state's numbers; the number itself where it has them, where nothing gives them, or where two ways do.
 */
export function mendNumber(number: string, state: string | null): string {
  const schemes = (state && personalNumberSchemes[state]) || [];
  const isValid = (candidate: string) =>
    schemes.some(({ pattern, isValid: check }) => check && pattern.test(candidate) && check(candidate));
  if (!schemes.some((scheme) => scheme.isValid) || number.length < 8 || isValid(number)) return number;
  const readings = (text: string): string[] =>
    [...text].flatMap((character, at) =>
      others(character).map((other) => text.slice(0, at) + other + text.slice(at + 1)),
    );
  const once = readings(number);
  const mended = once.filter(isValid);
  const found = new Set(mended.length > 0 ? mended : once.flatMap(readings).filter(isValid));
  const [only] = found;
  return only !== undefined && found.size === 1 ? only : number;
}
