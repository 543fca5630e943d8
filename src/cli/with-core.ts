// Command line. A core of its own for one command: in memory, so that nothing of what is verified is kept.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createCore } from '../core/compose.ts';
import type { Core } from '../core/core.ts';
import { loadPolicy } from '../core/policy/load-policy.ts';
import { withSpecimens } from '../shared/domain/policy.ts';
import { systemClock } from '../shared/kernel/clock.ts';
import { root } from './setup/root.ts';

export async function withCore<T>(
  use: (core: Core) => Promise<T>,
  options: { readonly acceptSpecimens?: boolean } = {},
): Promise<T> {
  const policy = loadPolicy(join(root, 'resources/policy/default.json'));
  const core = await createCore({
    dataFolder: ':memory:',
    unlock: { kind: 'secret', secret: randomBytes(32) },
    policy: options.acceptSpecimens ? withSpecimens(policy) : policy,
    modelsFolder: join(root, 'models'),
    clock: systemClock,
  });
  try {
    return await use(core);
  } finally {
    await core.close();
  }
}
