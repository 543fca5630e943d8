// Any process. Shapes of models/manifest.json and resources/manifest.json: provenance and licence of all we did not write.
import { z } from 'zod';

const fetchedFile = z.object({
  name: z.string(),
  file: z.string(),
  package: z.string(),
  integrity: z.string(),
  path: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const modelCard = {
  version: z.string(),
  licence: z.string(),
  source: z.string(),
  purpose: z.string(),
  /** Shape and preprocessing, for people; the code beside each model is the authority. */
  input: z.string(),
};

/** A model of our own lies beside the manifest, in the repository. */
const ownModelSchema = fetchedFile
  .omit({ package: true, integrity: true, path: true })
  .extend({ ...modelCard, /** Folder of the training recipe. */ recipe: z.string() });

const fetchedModelSchema = fetchedFile.extend(modelCard);
export const modelEntrySchema = z.union([fetchedModelSchema, ownModelSchema]);
export type ModelEntry = z.infer<typeof modelEntrySchema>;

export const modelManifestSchema = z.object({
  models: z.array(modelEntrySchema),
  /** Of other products that the benchmark measures beside ours; the engine knows nothing of them. */
  peers: z.array(fetchedModelSchema),
});

export const resourceManifestSchema = z.object({
  shipped: z.array(
    z.object({
      file: z.string(),
      sha256: z.string(),
      licence: z.string(),
      source: z.string(),
      purpose: z.string(),
    }),
  ),
  portraits: z.object({ licence: z.string(), purpose: z.string(), files: z.array(fetchedFile) }),
});
