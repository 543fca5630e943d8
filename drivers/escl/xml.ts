// Devices process. Reads the XML that scanners speak. Names lose their prefixes, because each make has its own; document
// types and entities are refused, because nothing in eSCL needs them and a device is not to be trusted with them.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { FailureError } from '../../src/shared/kernel/failure.ts';

/** An element: its children by name, its attributes by `@name`, its text as `#text`; or its text alone. */
export type XmlNode = unknown;

const parser = new XMLParser({
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  trimValues: true,
});

/** The root element, which must be called `rootName`. Fails with `device.protocol`. */
export function parseXml(bytes: Uint8Array, rootName: string): XmlNode {
  const refuse = (cause?: unknown): FailureError =>
    new FailureError('device.protocol', `The scanner's ${rootName} cannot be read.`, { cause });
  // A byte order mark before the XML is dropped by the decoder.
  const text = new TextDecoder().decode(bytes).trimStart();
  if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY')) throw refuse();
  let root: XmlNode;
  try {
    if (XMLValidator.validate(text) !== true) throw refuse();
    root = child(parser.parse(text), rootName);
  } catch (error) {
    // The parser throws plain errors, and runs out of stack on absurd nesting.
    throw error instanceof FailureError ? error : refuse(error);
  }
  if (root === undefined) throw refuse();
  return root;
}

export function children(node: XmlNode, name: string): readonly XmlNode[] {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return [];
  const value: unknown = Reflect.get(node, name);
  return Array.isArray(value) ? value : [value];
}

export const child = (node: XmlNode, name: string): XmlNode => children(node, name)[0];

/** Down a path of first children. */
export const at = (node: XmlNode, ...path: readonly string[]): XmlNode => path.reduce(child, node);

export function text(node: XmlNode): string | null {
  const value = typeof node === 'object' ? child(node, '#text') : node;
  return typeof value === 'string' && value !== '' ? value : null;
}

export function integer(node: XmlNode): number | null {
  const value = text(node);
  return value !== null && /^\d{1,7}$/.test(value) ? Number(value) : null;
}
