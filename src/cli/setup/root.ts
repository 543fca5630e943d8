// Plain Node. The project's folder (a checkout, or the packaged app's resources).
import { resolve } from 'node:path';

export const root = process.env.PROOFDESK_ROOT ?? resolve(import.meta.dirname, '../../..');
