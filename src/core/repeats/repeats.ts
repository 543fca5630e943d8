// Core. Finds applicants who were here before: the same face under another identity, the same document with another
// face. Whatever it finds is for a person to judge.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Finding, ModelReference } from '../../shared/domain/check.ts';
import type { CaseId } from '../../shared/domain/identifiers.ts';
import { type MatchCurve, scoreFor } from '../../shared/domain/match-curve.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { EngineClient } from '../core.ts';
import type { Log } from '../log.ts';
import { type KeptDocument, type KeptSelfie, persist } from '../sessions/analyses.ts';
import type { SessionRecords } from '../sessions/session-records.ts';
import { enrolled, enrolledAfter, enrolledWithDocument, type Probe, type Templates } from './enrolment.ts';
import { noDocument, noFace, notSearched, repeatDocument, repeatFace, type Visit } from './findings.ts';
import { Gallery } from './gallery.ts';
import { documentKey, identityKey } from './identity.ts';

/** Unsealing this many takes some 8 ms (100,000: about 15 s in all); other work has its turn between. */
const pageSize = 40;
/** What is looked up one by one has to end somewhere, and nobody reads more: the most alike count. */
const mostCandidates = 200;

const sameModel = (a: ModelReference, b: ModelReference) => a.name === b.name && a.version === b.version;

const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, index) => sum + value * b[index]!, 0);

const areEqual = (a: Uint8Array | null, b: Uint8Array | null): boolean | null =>
  a && b ? Buffer.compare(a, b) === 0 : null;

export class Repeats {
  readonly #records: SessionRecords;
  readonly #engine: EngineClient;
  readonly #policy: Policy;
  readonly #log: Log;
  /** The selfies' templates, by model. */
  readonly #galleries = new Map<string, Gallery<CaseId>>();
  readonly #loaded: Promise<void>;
  #curve: MatchCurve | null = null;
  #closing = false;

  /** Begins to unseal what is kept; the first search waits for it. */
  constructor(records: SessionRecords, engine: EngineClient, policy: Policy, log: Log) {
    this.#records = records;
    this.#engine = engine;
    this.#policy = policy;
    this.#log = log;
    this.#loaded = this.#load();
  }

  /** What is searched for, and kept once the case is filed. */
  async probe(document: KeptDocument | null, selfie: KeptSelfie | null): Promise<Probe> {
    const { store } = this.#records;
    const faces = { selfie: selfie?.template ?? null, portrait: document?.portraitTemplate ?? null };
    const curve = faces.selfie || faces.portrait ? await this.#describe() : null;
    await this.#loaded;
    const hashed = (context: string, text: string | null) =>
      text === null ? null : store.keyedHash(context, text);
    return {
      templates: curve && { model: curve.model, ...faces },
      documentHash: hashed('document', document && documentKey(document.reading)),
      identityHash: hashed('identity', document && identityKey(document.reading)),
    };
  }

  /** Both checks, judged against every case that is still kept. Without a pause: nothing changes under it. */
  search(probe: Probe, hasFace: boolean): Finding[] {
    const startMs = performance.now();
    const face = this.#searchFace(probe) ?? (hasFace ? notSearched : noFace);
    const faceMs = performance.now();
    const document = this.#searchDocument(probe) ?? noDocument;
    return [
      { ...face, ms: faceMs - startMs },
      { ...document, ms: performance.now() - faceMs },
    ];
  }

  /** Its case is filed: from now on it is found. */
  add(caseId: CaseId, { templates }: Probe): void {
    if (templates?.selfie) this.#galleryOf(templates.model, templates.selfie).add(caseId, templates.selfie);
  }

  /** They are deleted: nothing of them stays in memory. */
  forget(caseIds: readonly CaseId[]): void {
    for (const gallery of this.#galleries.values()) for (const caseId of caseIds) gallery.remove(caseId);
  }

  async close(): Promise<void> {
    this.#closing = true;
    await this.#loaded;
  }

  #searchFace({ templates, documentHash, identityHash }: Probe): Finding | null {
    const curve = this.#curve;
    if (!templates?.selfie || !curve) return null;
    const gallery = this.#galleryOf(templates.model, templates.selfie);
    const { threshold, beyond } = this.#threshold(gallery.size, curve);
    const hits = { same: [] as Visit[], other: [] as Visit[], unknown: [] as Visit[] };
    for (const { id } of gallery.near(templates.selfie, threshold).slice(0, mostCandidates)) {
      const earlier = enrolled(this.#records, id);
      if (!earlier?.templates?.selfie) continue;
      const similarity = cosine(templates.selfie, earlier.templates.selfie);
      if (similarity < threshold) continue;
      // A name that was not read this time: the same document has the same holder.
      const same =
        areEqual(identityHash, earlier.identityHash) ??
        (areEqual(documentHash, earlier.documentHash) || null);
      hits[same === null ? 'unknown' : same ? 'same' : 'other'].push({ earlier, similarity });
    }
    const kept = [...this.#galleries.values()].reduce((sum, { size }) => sum + size, 0);
    const notComparable = kept - gallery.size;
    return repeatFace({ curve, size: gallery.size, notComparable, threshold, beyond, hits });
  }

  /** Rises with the number of faces; never below what counts as one person when only two faces are compared. */
  #threshold(size: number, curve: MatchCurve): { threshold: number; beyond: boolean } {
    const rare = scoreFor(this.#policy.repeats.falseHitsPerSearch / Math.max(1, size), curve);
    const least = this.#policy.checks['match.selfie_portrait'].threshold ?? -1;
    return rare.score > least
      ? { threshold: rare.score, beyond: rare.beyond }
      : { threshold: least, beyond: false };
  }

  #searchDocument({ templates, documentHash }: Probe): Finding | null {
    if (!documentHash) return null;
    const threshold = this.#policy.checks['match.selfie_portrait'].threshold;
    const withDocument = enrolledWithDocument(this.#records, documentHash).map((earlier) => ({
      earlier,
      similarity: leastAlike(templates, earlier.templates),
    }));
    return repeatDocument(
      withDocument,
      (similarity) => threshold !== null && similarity >= threshold,
      this.#curve,
    );
  }

  #galleryOf({ name, version }: ModelReference, template: Float32Array): Gallery<CaseId> {
    const key = JSON.stringify([name, version, template.length]);
    const gallery = this.#galleries.get(key) ?? new Gallery<CaseId>(template.length);
    this.#galleries.set(key, gallery);
    return gallery;
  }

  /** The models are pinned: what the engine said once holds as long as core runs. */
  async #describe(): Promise<MatchCurve | null> {
    if (!this.#curve) {
      const { result } = await persist(() => this.#engine.call('describe'));
      if (result.ok) this.#curve = result.value.match;
    }
    return this.#curve;
  }

  async #load(): Promise<void> {
    const startMs = performance.now();
    let unreadable = 0;
    for (let after: string | null = ''; after !== null && !this.#closing; ) {
      const page = enrolledAfter(this.#records, after, pageSize);
      for (const each of page.found) this.add(each.caseId, each);
      unreadable += page.unreadable;
      after = page.last;
      if (after !== null) await nextTurn();
    }
    const templates = [...this.#galleries.values()].reduce((sum, { size }) => sum + size, 0);
    if (templates + unreadable > 0) {
      this.#log('repeats.loaded', { templates, unreadable, ms: Math.round(performance.now() - startMs) });
    }
  }
}

/** Selfie with selfie, and portrait with portrait (an exchanged photograph); `null` where neither compares. */
function leastAlike(now: Templates | null, then: Templates | null): number | null {
  if (!now || !then || !sameModel(now.model, then.model)) return null;
  const similarities = [
    now.selfie && then.selfie && cosine(now.selfie, then.selfie),
    now.portrait && then.portrait && cosine(now.portrait, then.portrait),
  ].filter((similarity) => similarity !== null);
  return similarities.length > 0 ? Math.min(...similarities) : null;
}
