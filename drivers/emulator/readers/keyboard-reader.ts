// Tests and development. A reader that types: a USB boot keyboard (HID 1.11, appendix B.1), US layout.
import type { GadgetDescription } from '../gadget.ts';
import { createReaderGadget, type ReaderGadget } from './reader-gadget.ts';

const reportBytes = 8;
const control = 0x01;
const shift = 0x02;
const alt = 0x04;
const keypadZero = 0x62;
const keypadOne = 0x59;

/** HID Usage Tables 1.5, page 0x07, from 0x04; what a US keyboard types with each key, and with shift. */
const plain = "abcdefghijklmnopqrstuvwxyz1234567890\r\x1b\b\t -=[]\\#;'`,./";
const shifted = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()\0\0\0\0\0_+{}|~:"\0<>?';
const firstKey = 0x04;

export type ControlCharacters = 'control_keys' | 'alt_numbers';

/**
 * `controls`: how it types what no key stands for: control with a letter, or Alt with the number on the keypad; both are
 * settings of real readers.
 */
export function createKeyboardReader(controls: ControlCharacters = 'control_keys'): ReaderGadget {
  return createReaderGadget(description, 0x81, (text) => keyboardReports(text, controls));
}

/** A report with each key down, and one with it up. */
export function keyboardReports(text: string, controls: ControlCharacters = 'control_keys'): Uint8Array[] {
  return [...text].flatMap((character) => {
    const strokes = strokesOf(character, controls);
    return [...strokes.map(([modifiers, key]) => reportOf(modifiers, key)), reportOf(0, 0)];
  });
}

type Stroke = readonly [modifiers: number, key: number];

function strokesOf(character: string, controls: ControlCharacters): Stroke[] {
  const code = character.charCodeAt(0);
  const isKey = code >= 0x20 || '\r\t\b\x1b'.includes(character);
  if (isKey) {
    const key = plain.indexOf(character);
    if (key >= 0) return [[0, firstKey + key]];
    const withShift = shifted.indexOf(character);
    if (withShift >= 0) return [[shift, firstKey + withShift]];
  }
  if (controls === 'control_keys' && code < 0x20) {
    const letter = String.fromCharCode(code + 0x40);
    const [modifiers, key] = strokesOf(letter.toLowerCase(), controls)[0]!;
    return [[modifiers | control, key]];
  }
  return [...String(code).padStart(4, '0')].flatMap((digit): Stroke[] => [
    [alt, digit === '0' ? keypadZero : keypadOne + Number(digit) - 1],
    [alt, 0],
  ]);
}

function reportOf(modifiers: number, key: number): Uint8Array {
  const report = new Uint8Array(reportBytes);
  report[0] = modifiers;
  report[2] = key;
  return report;
}

const description: GadgetDescription = {
  vendorId: 0x1209,
  productId: 0x8c02,
  manufacturer: 'Proofdesk',
  product: 'Emulated keyboard reader',
  serial: 'KEY-1',
  interfaces: [
    {
      interfaceNumber: 0,
      alternateSetting: 0,
      interfaceClass: 3,
      interfaceSubclass: 1,
      interfaceProtocol: 1,
      endpoints: [{ address: 0x81, type: 'interrupt', packetBytes: reportBytes }],
    },
  ],
  hid: {
    usagePage: 0x01,
    usage: 0x06,
    reportBytes,
    bootProtocol: 1,
    // HID 1.11, appendix E.6.
    // biome-ignore format: a line a field.
    reportDescriptor: Uint8Array.from([
      0x05, 0x01, 0x09, 0x06, 0xa1, 0x01, // Generic desktop, keyboard, application
      0x05, 0x07, 0x19, 0xe0, 0x29, 0xe7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, // Modifiers
      0x95, 0x01, 0x75, 0x08, 0x81, 0x03, // Reserved
      0x95, 0x05, 0x75, 0x01, 0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, // Lamps
      0x95, 0x01, 0x75, 0x03, 0x91, 0x03, // The rest of their byte
      0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, // Six keys
      0xc0,
    ]),
  },
};
