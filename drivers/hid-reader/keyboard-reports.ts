// Devices process. What a reader types that looks like a keyboard: boot reports (HID 1.11, appendix B.1) to the bytes that it
// means. US layout, which is what such readers come with. Pure.

/** Bits of the first byte, left and right alike. */
const controlBits = 0x11;
const shiftBits = 0x22;
const altBits = 0x44;
/** HID 1.11, appendix C: more keys than a report can hold. */
const rollOver = 0x01;

/** HID Usage Tables 1.5, page 0x07, from 0x2D: without shift and with it. */
const signs = ['-_', '=+', '[{', ']}', '\\|', '#~', ';:', '\'"', '`~', ',<', '.>', '/?'];
const digits = ['1!', '2@', '3#', '4$', '5%', '6^', '7&', '8*', '9(', '0)'];
/** From 0x54. */
const keypad = ['/', '*', '-', '+', '\r', '1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '.'];
const keypadFrom = 0x54;

export interface KeyboardDecoder {
  /** The bytes that are typed with this report. */
  push(report: Uint8Array): Uint8Array;
}

export function createKeyboardDecoder(): KeyboardDecoder {
  let held = new Set<number>();
  /** Digits on the keypad while Alt is held: a character by its number, as Windows takes it; readers send controls so. */
  let number = '';

  return {
    push(report) {
      const modifiers = report[0] ?? 0;
      const keys = [...report.subarray(2, 8)].filter((key) => key !== 0);
      if (keys.includes(rollOver)) return new Uint8Array();
      const typed: number[] = [];
      if ((modifiers & altBits) === 0 && number !== '') {
        typed.push(Number(number) % 256);
        number = '';
      }
      for (const key of keys) {
        if (held.has(key)) continue;
        const character = characterOf(key, (modifiers & shiftBits) !== 0);
        if (character === null) continue;
        if ((modifiers & altBits) !== 0) {
          if (key >= keypadFrom && /\d/.test(character)) number = (number + character).slice(-4);
        } else {
          typed.push((modifiers & controlBits) !== 0 ? controlOf(character) : character.charCodeAt(0));
        }
      }
      // Reports tell what is held: a key counts once, until a report is without it.
      held = new Set(keys);
      return Uint8Array.from(typed);
    },
  };
}

function characterOf(key: number, isShifted: boolean): string | null {
  const letter = key >= 0x04 && key <= 0x1d ? String.fromCharCode(0x61 + key - 0x04) : null;
  if (letter !== null) return isShifted ? letter.toUpperCase() : letter;
  const pair = digits[key - 0x1e] ?? signs[key - 0x2d];
  if (pair !== undefined) return pair[isShifted ? 1 : 0]!;
  switch (key) {
    case 0x28:
      return '\r';
    case 0x29:
      return '\x1b';
    case 0x2a:
      return '\b';
    case 0x2b:
      return '\t';
    case 0x2c:
      return ' ';
    // The key beside the left shift of European keyboards; in a US layout it is a second backslash.
    case 0x64:
      return isShifted ? '|' : '\\';
    default:
      return keypad[key - keypadFrom] ?? null;
  }
}

/** Control with a key, as terminals have it: ^J is a line feed, ^^ or ^6 a record separator. */
function controlOf(character: string): number {
  const named = { '6': '^', '-': '_', '2': '@' }[character] ?? character;
  const code = named.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? code & 0x1f : character.charCodeAt(0);
}
