// Engine, thread of the print. The networks that read lines, by alphabet, and the characters that their classes mean.
import { readFile } from 'node:fs/promises';
import { findTextLines, type TextLine } from '../document/text-detection.ts';
import type { Raster } from '../image/raster.ts';
import type { ModelStore } from '../models/model-store.ts';
import type { LineCrop } from './line-crop.ts';
import { type ReadLine, recogniseLines } from './line-recogniser.ts';
import type { Alphabet } from './print-contract.ts';

export interface LineReader {
  /** Lines of text in a picture of some 1000 pixels a side, in its pixels. */
  findLines(raster: Raster): Promise<TextLine[]>;
  /** One result a crop, in their order. Fails with `engine.unavailable` where a model is missing. */
  recognise(alphabet: Alphabet, crops: readonly LineCrop[]): Promise<ReadLine[]>;
}

/** A straightened page is searched as it is: it has the size that its small print needs. */
const detectorSidePx = 1280;
/** PaddleOCR's en_dict.txt: ASCII, from the digits to `~`, then `!` to `/`. */
const asciiCharacters = [
  ...Array.from({ length: 0x7f - 0x30 }, (_, index) => String.fromCharCode(0x30 + index)),
  ...Array.from({ length: 0x30 - 0x21 }, (_, index) => String.fromCharCode(0x21 + index)),
];

export function createLineReader(models: ModelStore): LineReader {
  let chinese: Promise<string[]> | null = null;
  const charactersOf = (alphabet: Alphabet): Promise<readonly string[]> | readonly string[] => {
    switch (alphabet) {
      case 'latin':
        return asciiCharacters;
      case 'chinese':
        chinese ??= readCharacters(models, 'pp-ocr-keys-chinese');
        return chinese;
      default:
        return alphabet satisfies never;
    }
  };
  return {
    findLines: async (raster) => findTextLines(await models.session('pp-ocr-det'), raster, detectorSidePx),
    async recognise(alphabet, crops) {
      if (crops.length === 0) return [];
      const session = await models.session(`pp-ocr-rec-${alphabet}`);
      return recogniseLines(session, await charactersOf(alphabet), crops);
    },
  };
}

async function readCharacters(models: ModelStore, name: string): Promise<string[]> {
  const text = await readFile(await models.filePath(name), 'utf8');
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((character) => {
      // Full-width letters are read as letters; where that is more than one, the sign stays.
      const plain = character.normalize('NFKC');
      return plain.length === 1 ? plain : character;
    });
}
