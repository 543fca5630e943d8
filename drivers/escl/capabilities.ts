// Devices process. What a scanner says it can do (Mopria eSCL Technical Specification 2.97, ScannerCapabilities), as far
// as Proofdesk uses it. Scanners leave things out and contradict themselves: what is missing is taken as the least.
import type {
  Capabilities,
  PageMediaType,
  ScanRegion,
  SourceCapabilities,
} from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import { at, child, children, integer, parseXml, text, type XmlNode } from './xml.ts';

/** eSCL counts lengths in these: ThreeHundredthsOfInches. */
export const unitsPerInch = 300;
const unitsPerMm = unitsPerInch / 25.4;

/** What goes together: not every resolution exists in every colour mode. */
export interface EsclProfile {
  readonly colourModes: readonly EsclColourMode[];
  readonly mediaTypes: readonly EsclMediaType[];
  /** Ascending. */
  readonly resolutionsDpi: readonly number[];
}

export const esclColourModes = ['RGB24', 'RGB48', 'Grayscale8', 'Grayscale16'] as const;
export type EsclColourMode = (typeof esclColourModes)[number];
/** In the order of preference. TIFF is no format of eSCL. */
export const esclMediaTypes = ['image/jpeg', 'image/png', 'application/pdf'] as const;
export type EsclMediaType = (typeof esclMediaTypes)[number];

export interface EsclSource {
  readonly profiles: readonly EsclProfile[];
  readonly minWidth: number;
  readonly minHeight: number;
  readonly maxWidth: number;
  readonly maxHeight: number;
  /** It knows `scan:DocumentFormatExt`, and may ignore `pwg:DocumentFormat`. */
  readonly hasFormatExt: boolean;
  readonly hasDocumentIntent: boolean;
}

export interface EsclCapabilities {
  readonly version: string;
  readonly makeAndModel: string | null;
  readonly serial: string | null;
  readonly platen: EsclSource | null;
  readonly feeder: EsclSource | null;
  readonly duplexFeeder: EsclSource | null;
}

/** Offered from a range, which names only its ends. */
const usualResolutionsDpi = [75, 100, 150, 200, 240, 300, 400, 600, 1200, 2400, 4800];
/** A sheet of A3 is 4961 units high, a long feeder page may have ten times that. */
const longestUnits = 100_000;
/** A4, in units: of scanners that do not tell their size. */
const a4 = { width: 2480, height: 3508 };

export function parseCapabilities(bytes: Uint8Array): EsclCapabilities {
  const root = parseXml(bytes, 'ScannerCapabilities');
  const shared = children(child(root, 'SettingProfiles'), 'SettingProfile');
  const adf = child(root, 'Adf');
  const source = (node: XmlNode): EsclSource | null => (node === undefined ? null : readSource(node, shared));
  const simplex = source(child(adf, 'AdfSimplexInputCaps'));
  const duplex = source(child(adf, 'AdfDuplexInputCaps'));
  const options = children(child(adf, 'AdfOptions'), 'AdfOption').map(text);
  const capabilities: EsclCapabilities = {
    version: /^\d{1,3}\.\d{1,3}$/.exec(text(child(root, 'Version')) ?? '')?.[0] ?? '2.0',
    makeAndModel: readName(text(child(root, 'MakeAndModel')) ?? text(child(root, 'ModelName'))),
    serial: readName(text(child(root, 'SerialNumber'))),
    platen: source(at(root, 'Platen', 'PlatenInputCaps')),
    feeder: simplex ?? duplex,
    duplexFeeder: duplex ?? (options.includes('Duplex') ? simplex : null),
  };
  if (capabilities.platen === null && capabilities.feeder === null) {
    throw new FailureError(
      'device.unsupported',
      'The scanner names no source it could scan from in colour or grey.',
    );
  }
  return capabilities;
}

function readName(name: string | null): string | null {
  const printable =
    name
      ?.replace(/[^\P{C}]/gu, '')
      .trim()
      .slice(0, 100) ?? '';
  return printable === '' ? null : printable;
}

function readSource(node: XmlNode, shared: readonly XmlNode[]): EsclSource | null {
  const own = children(child(node, 'SettingProfiles'), 'SettingProfile').map((profile) => {
    // A profile may stand at the top of the document and be referred to by name.
    const name = text(child(profile, '@ref'));
    return name === null ? profile : shared.find((each) => text(child(each, '@name')) === name);
  });
  const profiles = own.map(readProfile).filter((each) => each !== null);
  if (profiles.length === 0) return null;
  const size = (name: string, otherwise: number): number => {
    const value = integer(child(node, name));
    return value === null || value < 1 || value > longestUnits ? otherwise : value;
  };
  const maxWidth = size('MaxWidth', a4.width);
  const maxHeight = size('MaxHeight', a4.height);
  const formats = children(child(node, 'SettingProfiles'), 'SettingProfile').concat(shared);
  const intents = children(child(node, 'SupportedIntents'), 'Intent').map(text);
  return {
    profiles,
    maxWidth,
    maxHeight,
    minWidth: Math.min(size('MinWidth', 1), maxWidth),
    minHeight: Math.min(size('MinHeight', 1), maxHeight),
    hasFormatExt: formats.some((each) => at(each, 'DocumentFormats', 'DocumentFormatExt') !== undefined),
    hasDocumentIntent: intents.includes('Document'),
  };
}

/** `null` where nothing in it can be used. */
function readProfile(profile: XmlNode): EsclProfile | null {
  const modes = children(child(profile, 'ColorModes'), 'ColorMode').map(text);
  const formats = child(profile, 'DocumentFormats');
  const types = [...children(formats, 'DocumentFormat'), ...children(formats, 'DocumentFormatExt')].map(
    (each) => text(each)?.toLowerCase(),
  );
  const colourModes = esclColourModes.filter((mode) => modes.includes(mode));
  const mediaTypes = esclMediaTypes.filter((type) => types.includes(type));
  const resolutionsDpi = readResolutions(child(profile, 'SupportedResolutions'));
  if (colourModes.length === 0 || resolutionsDpi.length === 0) return null;
  // All scanners of this standard make JPEG files; a list of none is a list left out.
  return { colourModes, resolutionsDpi, mediaTypes: mediaTypes.length > 0 ? mediaTypes : ['image/jpeg'] };
}

function readResolutions(node: XmlNode): readonly number[] {
  const isUsable = (dpi: number | null): dpi is number => dpi !== null && dpi >= 50 && dpi <= 4800;
  const discrete = children(child(node, 'DiscreteResolutions'), 'DiscreteResolution')
    .map((each) => [integer(child(each, 'XResolution')), integer(child(each, 'YResolution'))] as const)
    .flatMap(([x, y]) => (isUsable(x) && x === y ? [x] : []));
  const found = discrete.length > 0 ? discrete : readRange(child(node, 'ResolutionRange')).filter(isUsable);
  return [...new Set(found)].sort((a, b) => a - b);
}

function readRange(range: XmlNode): readonly number[] {
  const axis = (name: string) => {
    const node = child(range, name);
    const min = integer(child(node, 'Min'));
    const max = integer(child(node, 'Max'));
    const step = Math.max(1, integer(child(node, 'Step')) ?? 1);
    return (dpi: number): boolean =>
      min !== null && max !== null && dpi >= min && dpi <= max && (dpi - min) % step === 0;
  };
  const fitsX = axis('XResolution');
  const fitsY = axis('YResolution');
  const ends = ['Min', 'Normal', 'Max'].map((name) => integer(at(range, 'XResolution', name)) ?? 0);
  return [...usualResolutionsDpi, ...ends].filter((dpi) => fitsX(dpi) && fitsY(dpi));
}

/** As the rest of Proofdesk knows it. */
export function describeCapabilities(capabilities: EsclCapabilities): Capabilities {
  const describe = (
    source: 'platen' | 'feeder',
    found: EsclSource | null,
    duplex: boolean,
  ): SourceCapabilities[] => {
    if (found === null) return [];
    const modes = found.profiles.flatMap((profile) => profile.colourModes);
    const types = new Set<PageMediaType>(found.profiles.flatMap((profile) => profile.mediaTypes));
    const resolutions = new Set(found.profiles.flatMap((profile) => profile.resolutionsDpi));
    return [
      {
        source,
        duplex,
        resolutionsDpi: [...resolutions].sort((a, b) => a - b),
        colourModes: [
          ...(modes.some((mode) => mode.startsWith('RGB')) ? (['colour'] as const) : []),
          ...(modes.some((mode) => mode.startsWith('Gray')) ? (['grey'] as const) : []),
        ],
        mediaTypes: [...types],
        widthMm: unitsToMm(found.maxWidth),
        heightMm: unitsToMm(found.maxHeight),
      },
    ];
  };
  return {
    kind: 'scanner',
    sources: [
      ...describe('platen', capabilities.platen, false),
      ...describe('feeder', capabilities.feeder, capabilities.duplexFeeder !== null),
    ],
  };
}

const unitsToMm = (units: number): number => Math.round((units / unitsPerMm) * 100) / 100;

export interface UnitRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The part of it that lies on the bed. Fails with `device.unsupported` where none does. */
export function regionInUnits(region: ScanRegion | null, source: EsclSource): UnitRegion {
  if (region === null) return { x: 0, y: 0, width: source.maxWidth, height: source.maxHeight };
  const span = (startMm: number, lengthMm: number, min: number, max: number) => {
    const start = Math.floor(startMm * unitsPerMm);
    const end = Math.min(max, Math.ceil((startMm + lengthMm) * unitsPerMm));
    if (end <= start) {
      throw new FailureError('device.unsupported', 'The region to scan lies outside the scanner’s bed.');
    }
    // Scanners refuse regions below their least.
    const length = Math.max(end - start, min);
    return { start: Math.min(start, max - length), length };
  };
  const x = span(region.xMm, region.widthMm, source.minWidth, source.maxWidth);
  const y = span(region.yMm, region.heightMm, source.minHeight, source.maxHeight);
  return { x: x.start, y: y.start, width: x.length, height: y.length };
}
