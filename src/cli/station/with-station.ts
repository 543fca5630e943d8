// Command line. The rooms of a station without engine and windows, for what an operator does at its data. Needs the app
// to be closed: there is one writer.
import { join } from 'node:path';
import { loadPolicy, stationPolicyFile } from '../../core/policy/load-policy.ts';
import { Retention } from '../../core/retention/retention.ts';
import { Cases } from '../../core/review/cases.ts';
import { SessionRecords } from '../../core/sessions/session-records.ts';
import { imageFilesIn, imagesFolder } from '../../core/store/image-files.ts';
import { Store } from '../../core/store/store.ts';
import { StoreReader } from '../../core/store/store-reader.ts';
import { Subjects } from '../../core/subjects/subjects.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { root } from '../setup/root.ts';
import { type InFolder, readUnlock, requireFolder } from './data-folder.ts';

export interface Station {
  readonly store: Store;
  readonly retention: Retention;
  readonly subjects: Subjects;
}

export const stationPolicy = (folder: string) =>
  loadPolicy(stationPolicyFile(folder, join(root, 'resources/policy/default.json')));

export async function withStation<T>(options: InFolder, use: (station: Station) => Promise<T>): Promise<T> {
  const folder = requireFolder(options);
  const store = Store.open(folder, readUnlock(), systemClock);
  try {
    const images = imageFilesIn(join(folder, imagesFolder));
    const policy = stationPolicy(folder);
    const records = new SessionRecords(store, images, policy);
    const retention = new Retention(store, images, policy, () => {});
    const subjects = new Subjects(records, new Cases(records, retention), retention);
    return await use({ store, retention, subjects });
  } finally {
    store.close();
  }
}

/** Beside the app or without it. */
export async function withReader<T>(
  options: InFolder,
  use: (reader: StoreReader, folder: string) => T | Promise<T>,
): Promise<T> {
  const folder = requireFolder(options);
  const reader = StoreReader.open(folder, readUnlock());
  try {
    return await use(reader, folder);
  } finally {
    reader.close();
  }
}
