// Tests and development. The XML documents of an emulated scanner: written as the family it is modelled after writes them,
// read as strictly as the schema asks.
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { EmulatedSettings, EsclScannerModel } from './options.ts';

/** As the capability document of the Brother MFC-L8690CDW series gives them, in 1/300 inch. */
export const bed = { minimum: 16, width: 2550, platenHeight: 3507, feederHeight: 4200 } as const;
export const makeAndModel = 'Proofdesk Emulated MFP';
const version = '2.62';
const namespaces = {
  scan: 'http://schemas.hp.com/imaging/escl/2011/05/03',
  pwg: 'http://www.pwg.org/schemas/2010/12/sm',
} as const;
const declared = `xmlns:scan="${namespaces.scan}" xmlns:pwg="${namespaces.pwg}"`;

const tag = (name: string, content: string | number): string => `<${name}>${content}</${name}>`;
const tags = (name: string, contents: readonly (string | number)[]): string =>
  contents.map((content) => tag(name, content)).join('');

export function writeCapabilities(model: EsclScannerModel): string {
  const resolutions = model.resolutionsDpi.map((dpi) =>
    tag('scan:DiscreteResolution', tag('scan:XResolution', dpi) + tag('scan:YResolution', dpi)),
  );
  const profile = [
    tag('scan:ColorModes', tags('scan:ColorMode', model.colourModes)),
    tag(
      'scan:DocumentFormats',
      tags('pwg:DocumentFormat', model.mediaTypes) + tags('scan:DocumentFormatExt', model.mediaTypes),
    ),
    tag('scan:SupportedResolutions', tag('scan:DiscreteResolutions', resolutions.join(''))),
    tag('scan:ColorSpaces', tags('scan:ColorSpace', ['YCC', 'sRGB'])),
  ].join('\n');
  const source = (height: number): string =>
    [
      tag('scan:MinWidth', bed.minimum),
      tag('scan:MaxWidth', bed.width),
      tag('scan:MinHeight', bed.minimum),
      tag('scan:MaxHeight', height),
      tag('scan:MaxScanRegions', 1),
      tag('scan:SettingProfiles', tag('scan:SettingProfile', profile)),
      tag('scan:SupportedIntents', tags('scan:Intent', ['Document', 'TextAndGraphic', 'Photo', 'Preview'])),
      tag('scan:MaxOpticalXResolution', Math.max(...model.resolutionsDpi)),
      tag('scan:MaxOpticalYResolution', Math.max(...model.resolutionsDpi)),
      tag('scan:MaxPhysicalWidth', bed.width),
      tag('scan:MaxPhysicalHeight', height),
    ].join('\n');
  const feeder = [
    tag('scan:AdfSimplexInputCaps', source(bed.feederHeight)),
    ...(model.hasDuplex ? [tag('scan:AdfDuplexInputCaps', source(bed.feederHeight))] : []),
    tag('scan:FeederCapacity', 50),
    tag(
      'scan:AdfOptions',
      tags('scan:AdfOption', ['DetectPaperLoaded', ...(model.hasDuplex ? ['Duplex'] : [])]),
    ),
  ].join('\n');
  return document(
    'scan:ScannerCapabilities',
    [
      tag('pwg:Version', version),
      tag('pwg:MakeAndModel', makeAndModel),
      tag('pwg:SerialNumber', model.serial),
      tag('scan:UUID', '50726f6f-6664-6573-6b00-000000000001'),
      tag('scan:Platen', tag('scan:PlatenInputCaps', source(bed.platenHeight))),
      ...(model.hasFeeder ? [tag('scan:Adf', feeder)] : []),
    ].join('\n'),
  );
}

export interface EmulatedJob {
  readonly path: string;
  readonly settings: EmulatedSettings;
  state: 'Processing' | 'Completed' | 'Canceled' | 'Aborted';
  reason: string;
  /** Milliseconds of `performance.now()`. */
  readonly startedAt: number;
  imagesCompleted: number;
  imagesToTransfer: number;
}

export function writeStatus(state: string, feeder: string | null, jobs: readonly EmulatedJob[]): string {
  const infos = jobs.map((job) =>
    tag(
      'scan:JobInfo',
      [
        tag('pwg:JobUri', job.path),
        tag('pwg:JobUuid', job.path.split('/').at(-1) ?? ''),
        tag('scan:Age', Math.floor((performance.now() - job.startedAt) / 1_000)),
        tag('pwg:ImagesCompleted', job.imagesCompleted),
        tag('pwg:ImagesToTransfer', job.imagesToTransfer),
        tag('pwg:JobState', job.state),
        tag('pwg:JobStateReasons', tag('pwg:JobStateReason', job.reason)),
      ].join('\n'),
    ),
  );
  return document(
    'scan:ScannerStatus',
    [
      tag('pwg:Version', version),
      tag('pwg:State', state),
      ...(feeder === null ? [] : [tag('scan:AdfState', feeder)]),
      ...(infos.length === 0 ? [] : [tag('scan:Jobs', infos.join('\n'))]),
    ].join('\n'),
  );
}

export function writeImageInfo(job: EmulatedJob): string {
  const { region, resolutionDpi } = job.settings;
  const pixels = (units: number): number => Math.round((units * resolutionDpi) / 300);
  return document(
    'scan:ScanImageInfo',
    [
      tag('pwg:JobUri', job.path),
      tag('scan:ActualWidth', pixels(region.width)),
      tag('scan:ActualHeight', pixels(region.height)),
    ].join('\n'),
  );
}

const document = (root: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} ${declared}>\n${content}\n</${root}>\n`;

const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, processEntities: false });

/** The settings, or the status code an order with them is refused with: 400 where it cannot be read, 409 where it cannot be met. */
export function readSettings(xml: string, model: EsclScannerModel): EmulatedSettings | 400 | 409 {
  if (XMLValidator.validate(xml) !== true) return 400;
  const parsed: unknown = parser.parse(xml);
  const names = namesOf(xml);
  if (names === null) return 400;
  const root = get(parsed, `${names.scan}ScanSettings`);
  if (root === undefined) return 400;
  const pwg = (name: string): string | null => string(get(root, names.pwg + name));
  const scan = (name: string): string | null => string(get(root, names.scan + name));

  if (!/^\d+\.\d+$/.test(pwg('Version') ?? '')) return 400;
  const input = pwg('InputSource');
  if (input !== 'Platen' && input !== 'Feeder') return 400;
  if (input === 'Feeder' && !model.hasFeeder) return 409;
  const duplex = scan('Duplex');
  if (duplex !== null && duplex !== 'true' && duplex !== 'false') return 400;
  if (duplex === 'true' && (input === 'Platen' || !model.hasDuplex)) return 409;
  const x = number(scan('XResolution'));
  const y = number(scan('YResolution'));
  if (x === null || y === null) return 400;
  const mediaType = scan('DocumentFormatExt') ?? pwg('DocumentFormat') ?? 'image/jpeg';
  const colourMode = scan('ColorMode') ?? 'RGB24';
  const height = input === 'Feeder' ? bed.feederHeight : bed.platenHeight;
  const region = readRegion(get(root, `${names.pwg}ScanRegions`), names.pwg, height);
  if (region === 400) return 400;
  if (x !== y || !model.resolutionsDpi.includes(x)) return 409;
  if (!model.mediaTypes.includes(mediaType) || !model.colourModes.includes(colourMode)) return 409;
  if (region.x + region.width > bed.width || region.y + region.height > height) return 409;
  if (region.width < bed.minimum || region.height < bed.minimum) return 409;
  return {
    source: input === 'Feeder' ? 'feeder' : 'platen',
    duplex: duplex === 'true',
    colourMode,
    mediaType,
    resolutionDpi: x,
    region,
  };
}

function readRegion(regions: unknown, pwg: string, height: number): EmulatedSettings['region'] | 400 {
  if (regions === undefined) return { x: 0, y: 0, width: bed.width, height };
  const region = get(regions, `${pwg}ScanRegion`);
  const units = string(get(region, `${pwg}ContentRegionUnits`));
  if (units !== null && !units.endsWith('ThreeHundredthsOfInches')) return 400;
  const [x, y, width, tall] = ['XOffset', 'YOffset', 'Width', 'Height'].map((name) =>
    number(string(get(region, pwg + name))),
  );
  if (width === null || width === undefined || tall === null || tall === undefined) return 400;
  return { x: x ?? 0, y: y ?? 0, width, height: tall };
}

/** The prefixes that the client has bound to the two namespaces. */
function namesOf(xml: string): { readonly scan: string; readonly pwg: string } | null {
  const prefix = (uri: string): string | null => {
    const bound = [...xml.matchAll(/xmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']/g)].find(
      (each) => each[2] === uri,
    );
    return bound === undefined ? null : bound[1] === undefined ? '' : `${bound[1]}:`;
  };
  const scan = prefix(namespaces.scan);
  const pwg = prefix(namespaces.pwg);
  return scan === null || pwg === null ? null : { scan, pwg };
}

function get(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, name)
    ? Reflect.get(node, name)
    : undefined;
}

function string(node: unknown): string | null {
  const value = typeof node === 'object' ? get(node, '#text') : node;
  return typeof value === 'string' ? value.trim() : null;
}

const number = (value: string | null): number | null =>
  value !== null && /^\d{1,6}$/.test(value) ? Number(value) : null;
