// The documents a scanner writes about itself, in the shapes that real ones have, and as noise.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeCapabilities } from '../../../../drivers/emulator/escl/documents.ts';
import { modelOf } from '../../../../drivers/emulator/escl/options.ts';
import {
  describeCapabilities,
  type EsclSource,
  parseCapabilities,
  regionInUnits,
} from '../../../../drivers/escl/capabilities.ts';
import { chooseSettings, writeSettings } from '../../../../drivers/escl/settings.ts';
import { faultOf, jobOf, parseStatus } from '../../../../drivers/escl/status.ts';
import { acquireRequestSchema, capabilitiesSchema } from '../../../../src/shared/domain/device.ts';
import { FailureError } from '../../../../src/shared/kernel/failure.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const wish = (fields: object) => {
  const request = acquireRequestSchema.parse({ kind: 'scan', ...fields });
  if (request.kind !== 'scan') throw new Error('Not a scan.');
  return request;
};

const profile = `
  <scan:SettingProfiles><scan:SettingProfile>
    <scan:ColorModes><scan:ColorMode>RGB24</scan:ColorMode><scan:ColorMode>Grayscale8</scan:ColorMode></scan:ColorModes>
    <scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat></scan:DocumentFormats>
    <scan:SupportedResolutions><scan:DiscreteResolutions>
      <scan:DiscreteResolution><scan:XResolution>600</scan:XResolution><scan:YResolution>600</scan:YResolution></scan:DiscreteResolution>
      <scan:DiscreteResolution><scan:XResolution>300</scan:XResolution><scan:YResolution>300</scan:YResolution></scan:DiscreteResolution>
      <scan:DiscreteResolution><scan:XResolution>300</scan:XResolution><scan:YResolution>600</scan:YResolution></scan:DiscreteResolution>
    </scan:DiscreteResolutions></scan:SupportedResolutions>
  </scan:SettingProfile></scan:SettingProfiles>`;
const size =
  '<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth><scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>3508</scan:MaxHeight>';
const capabilities = (content: string, version = '2.63'): string => `<?xml version="1.0" encoding="UTF-8"?>
<!-- THIS DATA SUBJECT TO DISCLAIMER(S) INCLUDED WITH THE PRODUCT OF ORIGIN. -->
<scan:ScannerCapabilities xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">
<pwg:Version>${version}</pwg:Version><pwg:MakeAndModel>Maker Model 1</pwg:MakeAndModel>${content}</scan:ScannerCapabilities>`;
const platen = (content: string): string =>
  `<scan:Platen><scan:PlatenInputCaps>${content}</scan:PlatenInputCaps></scan:Platen>`;

describe('capabilities', () => {
  test('of a flatbed', () => {
    const parsed = parseCapabilities(bytes(capabilities(platen(size + profile))));
    expect(parsed).toMatchObject({ version: '2.63', makeAndModel: 'Maker Model 1', feeder: null });
    expect(parsed.platen).toMatchObject({ maxWidth: 2550, maxHeight: 3508 });
    expect(parsed.platen?.profiles[0]?.resolutionsDpi).toEqual([300, 600]);
  });

  test('of a feeder without a glass, whose duplexer is named as an option only', () => {
    const parsed = parseCapabilities(
      bytes(
        capabilities(
          `<scan:Adf><scan:AdfSimplexInputCaps>${size}${profile}</scan:AdfSimplexInputCaps>
           <scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption><scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions></scan:Adf>`,
        ),
      ),
    );
    const described = describeCapabilities(parsed);
    expect(described).toMatchObject({ sources: [{ source: 'feeder', duplex: true }] });
  });

  test('with a range of resolutions', () => {
    const range = (name: string): string =>
      `<scan:${name}><scan:Min>75</scan:Min><scan:Max>1200</scan:Max><scan:Normal>300</scan:Normal><scan:Step>1</scan:Step></scan:${name}>`;
    const ranged = profile.replace(
      /<scan:DiscreteResolutions>.*<\/scan:DiscreteResolutions>/s,
      `<scan:ResolutionRange>${range('XResolution')}${range('YResolution')}</scan:ResolutionRange>`,
    );
    const parsed = parseCapabilities(bytes(capabilities(platen(size + ranged))));
    const found = parsed.platen?.profiles[0]?.resolutionsDpi ?? [];
    expect(found).toEqual([75, 100, 150, 200, 240, 300, 400, 600, 1200]);
  });

  test('with a profile that stands at the top and is referred to', () => {
    const named = profile.replace('<scan:SettingProfile>', '<scan:SettingProfile name="p1">');
    const parsed = parseCapabilities(
      bytes(
        capabilities(
          named +
            platen(`${size}<scan:SettingProfiles><scan:SettingProfile ref="p1"/></scan:SettingProfiles>`),
        ),
      ),
    );
    expect(parsed.platen?.profiles[0]?.resolutionsDpi).toEqual([300, 600]);
  });

  test('with other prefixes, or none, and a byte order mark', () => {
    const plain = capabilities(platen(size + profile));
    const shapes = [
      plain
        .replaceAll('scan:', 'e:')
        .replaceAll('pwg:', 'p:')
        .replaceAll(':scan=', ':e=')
        .replaceAll(':pwg=', ':p='),
      plain.replaceAll(/(<\/?)(scan|pwg):/g, '$1'),
      `\ufeff${plain}`,
      `\n  ${plain}`,
    ];
    for (const shape of shapes) {
      expect(parseCapabilities(bytes(shape))).toEqual(parseCapabilities(bytes(plain)));
    }
  });

  test('each mode keeps its own resolutions', () => {
    const grey = profile.replace('<scan:ColorMode>RGB24</scan:ColorMode>', '').replaceAll('>600<', '>1200<');
    const inner = (xml: string): string => xml.replaceAll(/<\/?scan:SettingProfiles>/g, '');
    const both = `<scan:SettingProfiles>${inner(profile.replace('<scan:ColorMode>Grayscale8</scan:ColorMode>', ''))}${inner(grey)}</scan:SettingProfiles>`;
    const parsed = parseCapabilities(bytes(capabilities(platen(size + both))));
    expect(chooseSettings(parsed, wish({ resolutionDpi: 1200 }), 'platen')).toMatchObject({
      colourMode: 'RGB24',
      resolutionDpi: 600,
    });
    expect(chooseSettings(parsed, wish({ resolutionDpi: 1200, colour: 'grey' }), 'platen')).toMatchObject({
      colourMode: 'Grayscale8',
      resolutionDpi: 1200,
    });
  });
});

test('all of a feeder for endless sheets is a sheet', () => {
  const long = size.replace('3508', '36600');
  const parsed = parseCapabilities(
    bytes(
      capabilities(
        `<scan:Adf><scan:AdfSimplexInputCaps>${long}${profile}</scan:AdfSimplexInputCaps></scan:Adf>`,
      ),
    ),
  );
  expect(chooseSettings(parsed, wish({}), 'feeder').region.height).toBe(4_200);
  const region = { xMm: 0, yMm: 0, widthMm: 100, heightMm: 1_000 };
  expect(chooseSettings(parsed, wish({ region }), 'feeder').region.height).toBeGreaterThan(11_000);
});

test('settings carry the region in 1/300 inch and nothing the scanner does not know', () => {
  const parsed = parseCapabilities(bytes(capabilities(platen(size + profile), '2.0')));
  const region = { xMm: 25.4, yMm: 50.8, widthMm: 85.6, heightMm: 53.98 };
  const xml = writeSettings(chooseSettings(parsed, wish({ region }), 'platen'));
  expect(xml).toContain('<pwg:Version>2.0</pwg:Version>');
  expect(xml).toContain('<pwg:XOffset>300</pwg:XOffset>');
  expect(xml).toContain('<pwg:YOffset>600</pwg:YOffset>');
  expect(xml).toMatch(/<pwg:Width>101[12]<\/pwg:Width>/);
  expect(xml).not.toContain('DocumentFormatExt');
  expect(xml).not.toContain('Duplex');
  expect(xml).not.toContain('Intent');
});

test('a region always lies on the bed and is as large as the scanner asks, whatever was asked', () => {
  const source: EsclSource = {
    profiles: [],
    minWidth: 100,
    minHeight: 200,
    maxWidth: 2550,
    maxHeight: 3508,
    hasFormatExt: false,
    hasDocumentIntent: false,
  };
  const mm = fc.double({ min: 0, max: 400, noNaN: true });
  fc.assert(
    fc.property(mm, mm, fc.double({ min: 0.1, max: 400, noNaN: true }), (xMm, yMm, widthMm) => {
      let region: ReturnType<typeof regionInUnits>;
      try {
        region = regionInUnits({ xMm, yMm, widthMm, heightMm: widthMm }, source);
      } catch (error) {
        expect(error).toBeInstanceOf(FailureError);
        expect(xMm > 215 || yMm > 296).toBe(true);
        return;
      }
      expect(region.x).toBeGreaterThanOrEqual(0);
      expect(region.x + region.width).toBeLessThanOrEqual(source.maxWidth);
      expect(region.y + region.height).toBeLessThanOrEqual(source.maxHeight);
      expect(region.width).toBeGreaterThanOrEqual(source.minWidth);
      expect(region.height).toBeGreaterThanOrEqual(source.minHeight);
    }),
  );
});

describe('status', () => {
  const status = (content: string): Uint8Array =>
    bytes(
      `<?xml version="1.0"?><scan:ScannerStatus xmlns:scan="a" xmlns:pwg="b">${content}</scan:ScannerStatus>`,
    );

  test('finds a job however its path is written', () => {
    const job =
      '<scan:JobInfo><pwg:JobUri>http://10.0.0.1:80/eSCL/ScanJobs/772/</pwg:JobUri><pwg:JobState>Processing</pwg:JobState><scan:Age>5</scan:Age></scan:JobInfo>';
    const parsed = parseStatus(status(`<pwg:State>Processing</pwg:State><scan:Jobs>${job}</scan:Jobs>`));
    expect(jobOf(parsed, '/eSCL/ScanJobs/772')).toMatchObject({ isUnfinished: true, age: 5 });
    expect(jobOf(parsed, '/eSCL/ScanJobs/77')).toBeNull();
  });

  test.each([
    ['ScannerAdfJam', 'device.jam'],
    ['ScannerAdfMispick', 'device.jam'],
    ['ScannerAdfMultipickDetected', 'device.jam'],
    ['ScannerAdfHatchOpen', 'device.cover_open'],
    ['ScannerAdfDoorOpen', 'device.cover_open'],
    ['ScannerAdfEmpty', 'device.empty'],
    ['ScannerAdfLoaded', undefined],
    ['ScannerAdfProcessing', undefined],
  ])('%s is %s', (state, kind) => {
    const parsed = parseStatus(status(`<pwg:State>Idle</pwg:State><scan:AdfState>${state}</scan:AdfState>`));
    expect(faultOf(parsed, 'feeder')?.kind).toBe(kind);
  });
});

describe('noise', () => {
  const whole = writeCapabilities(modelOf({}));
  /** It is read, and then every part of it can be used; or it is refused by name. */
  const survives = (text: string): void => {
    for (const parse of [parseCapabilities, parseStatus]) {
      try {
        const parsed = parse(bytes(text));
        if ('platen' in parsed) {
          expect(capabilitiesSchema.safeParse(describeCapabilities(parsed)).success).toBe(true);
          for (const source of ['platen', 'feeder'] as const) {
            if (parsed[source] !== null) writeSettings(chooseSettings(parsed, wish({}), source));
          }
        }
      } catch (error) {
        expect(error).toBeInstanceOf(FailureError);
      }
    }
  };

  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), survives), { numRuns: 300 });
  });

  test('a document that is cut anywhere is refused', () => {
    fc.assert(
      fc.property(fc.nat(whole.trimEnd().length - 1), (end) => {
        expect(() => parseCapabilities(bytes(whole.slice(0, end)))).toThrow(FailureError);
      }),
    );
  });

  test('a document with parts changed, doubled or dropped', () => {
    const parts = whole.split(/(?=<)/);
    const part = fc.constantFrom(
      ...parts,
      '</a>',
      '<a',
      '&lt;',
      '<__proto__>',
      '<constructor/>',
      '99999999999',
      '-1',
      '',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(parts.length - 1), part), { maxLength: 6 }), (changes) => {
        const changed = [...parts];
        for (const [at, value] of changes) changed[at] = value;
        survives(changed.join(''));
      }),
      { numRuns: 300 },
    );
  });

  test('numbers beyond reason', () => {
    fc.assert(
      fc.property(fc.constantFrom('0', '1', '99999999', '1e9', '-5', 'NaN', '', ' ', '300.5'), (value) => {
        survives(whole.replaceAll(/>\d+</g, `>${value}<`));
      }),
    );
  });

  test.each([
    ['nested without end', '<a>'.repeat(200_000)],
    ['nested and closed', `${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`],
    ['an entity bomb', `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>${whole}`],
    ['an outside entity', `<!DOCTYPE x SYSTEM "file:///etc/passwd">${whole}`],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(() => parseCapabilities(bytes(text))).toThrow(FailureError);
  });
});
