// Devices process. What is asked of the scanner: the nearest it can do to what is wished for, as ScanSettings.
import type { AcquireRequest } from '../../src/shared/domain/device.ts';
import { FailureError } from '../../src/shared/kernel/failure.ts';
import {
  type EsclCapabilities,
  type EsclColourMode,
  type EsclMediaType,
  type EsclSource,
  regionInUnits,
  type UnitRegion,
} from './capabilities.ts';
import { behaviours } from './quirks.ts';

export type ScanRequest = Extract<AcquireRequest, { kind: 'scan' }>;

export interface ScanSettings {
  readonly source: 'platen' | 'feeder';
  readonly duplex: boolean;
  readonly colourMode: EsclColourMode;
  readonly mediaType: EsclMediaType;
  readonly resolutionDpi: number;
  /** All that this source can do, for what the scanner made of it instead. */
  readonly resolutionsDpi: readonly number[];
  readonly region: UnitRegion;
  readonly version: string;
  readonly hasFormatExt: boolean;
  readonly hasDocumentIntent: boolean;
}

const wanted: Record<ScanRequest['colour'], readonly EsclColourMode[]> = {
  colour: ['RGB24', 'Grayscale8', 'RGB48', 'Grayscale16'],
  grey: ['Grayscale8', 'RGB24', 'Grayscale16', 'RGB48'],
};

export function chooseSettings(
  capabilities: EsclCapabilities,
  request: ScanRequest,
  source: 'platen' | 'feeder',
): ScanSettings {
  const duplexFeeder = source === 'feeder' && request.duplex ? capabilities.duplexFeeder : null;
  const found: EsclSource | null = duplexFeeder ?? capabilities[source];
  if (found === null) {
    const name = source === 'feeder' ? 'document feeder' : 'glass';
    throw new FailureError('device.unsupported', `The scanner has no ${name} to scan from.`);
  }
  for (const colourMode of wanted[request.colour]) {
    const profiles = found.profiles.filter((profile) => profile.colourModes.includes(colourMode));
    const resolutionsDpi = [...new Set(profiles.flatMap((profile) => profile.resolutionsDpi))].sort(
      (a, b) => a - b,
    );
    const resolutionDpi = nearestResolution(resolutionsDpi, request.resolutionDpi);
    const profile = profiles.find((each) => each.resolutionsDpi.some((dpi) => dpi === resolutionDpi));
    const mediaType = profile?.mediaTypes[0];
    if (resolutionDpi === null || mediaType === undefined) continue;
    return {
      source,
      duplex: duplexFeeder !== null,
      colourMode,
      mediaType,
      resolutionDpi,
      resolutionsDpi,
      region: wholeSheet(source, request, regionInUnits(request.region, found)),
      version: capabilities.version,
      hasFormatExt: found.hasFormatExt,
      hasDocumentIntent: found.hasDocumentIntent,
    };
  }
  throw new FailureError('device.unsupported', 'The scanner can scan neither in colour nor in grey.');
}

/** See `feederEndless`. */
function wholeSheet(source: 'platen' | 'feeder', request: ScanRequest, region: UnitRegion): UnitRegion {
  const { longestSheet, usualSheet } = behaviours.feederEndless;
  const isEndless = source === 'feeder' && request.region === null && region.height > longestSheet;
  return isEndless ? { ...region, height: usualSheet } : region;
}

/** At least as fine as wished where there is one; else the finest. */
function nearestResolution(ascending: readonly number[], wantedDpi: number): number | null {
  return ascending.find((dpi) => dpi >= wantedDpi) ?? ascending.at(-1) ?? null;
}

/** See `resolutionRefused`: the same at a resolution that works; `null` where it is that already. */
export function coarser(settings: ScanSettings): ScanSettings | null {
  const { fallbackDpi } = behaviours.resolutionRefused;
  if (settings.resolutionDpi <= fallbackDpi) return null;
  const resolutionDpi = settings.resolutionsDpi.findLast((dpi) => dpi <= fallbackDpi);
  return resolutionDpi === undefined ? null : { ...settings, resolutionDpi };
}

/** ScanSettings, in the order of the schema of eSCL 2.6; every value is a number or of a closed list. */
export function writeSettings(settings: ScanSettings): string {
  const { region } = settings;
  const tag = (name: string, value: string | number | boolean): string => `<${name}>${value}</${name}>`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<scan:ScanSettings xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03">',
    tag('pwg:Version', settings.version),
    ...(settings.hasDocumentIntent ? [tag('scan:Intent', 'Document')] : []),
    '<pwg:ScanRegions><pwg:ScanRegion>',
    tag('pwg:ContentRegionUnits', 'escl:ThreeHundredthsOfInches'),
    tag('pwg:XOffset', region.x),
    tag('pwg:YOffset', region.y),
    tag('pwg:Width', region.width),
    tag('pwg:Height', region.height),
    '</pwg:ScanRegion></pwg:ScanRegions>',
    tag('pwg:InputSource', settings.source === 'feeder' ? 'Feeder' : 'Platen'),
    tag('scan:ColorMode', settings.colourMode),
    tag('pwg:DocumentFormat', settings.mediaType),
    ...(settings.hasFormatExt ? [tag('scan:DocumentFormatExt', settings.mediaType)] : []),
    tag('scan:XResolution', settings.resolutionDpi),
    tag('scan:YResolution', settings.resolutionDpi),
    ...(settings.source === 'feeder' ? [tag('scan:Duplex', settings.duplex)] : []),
    '</scan:ScanSettings>',
  ].join('\n');
}
