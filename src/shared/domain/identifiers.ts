// Any process. Identifiers of everything that is stored.
import type { z } from 'zod';
import { identifier } from '../kernel/brand.ts';

export const sessionIdSchema = identifier('SessionId');
export const caseIdSchema = identifier('CaseId');
export const artefactIdSchema = identifier('ArtefactId');
export const imageFileIdSchema = identifier('ImageFileId');
export const reviewerIdSchema = identifier('ReviewerId');

export type SessionId = z.infer<typeof sessionIdSchema>;
export type CaseId = z.infer<typeof caseIdSchema>;
export type ArtefactId = z.infer<typeof artefactIdSchema>;
export type ImageFileId = z.infer<typeof imageFileIdSchema>;
export type ReviewerId = z.infer<typeof reviewerIdSchema>;
