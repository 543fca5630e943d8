// Core. Reads the policy file, once at start: a policy that is not whole and valid stops core with a clear message.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Policy, policySchema } from '../../shared/domain/policy.ts';
import { FailureError } from '../../shared/kernel/failure.ts';

/** A station's own policy lies beside its data and stands in for the one that Proofdesk ships. */
export const stationPolicyFile = (dataFolder: string, shipped: string): string => {
  const own = join(dataFolder, 'policy.json');
  return existsSync(own) ? own : shipped;
};

/** Fails with `file.missing` or `request.invalid`; the message names the file, the place in it and what is wrong. */
export function loadPolicy(file: string): Policy {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new FailureError('file.missing', `The policy file ${file} cannot be read.`, { cause: thrown });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    const where = thrown instanceof Error ? thrown.message : '';
    throw new FailureError('request.invalid', `The policy file ${file} is not JSON: ${where}`, {
      cause: thrown,
    });
  }
  const parsed = policySchema.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'policy'}: ${issue.message}`,
    );
    throw new FailureError('request.invalid', `The policy file ${file} is not valid. ${issues.join('; ')}`);
  }
  for (const [code, rule] of Object.entries(parsed.data.checks)) {
    if ((rule.threshold === null) !== (rule.passes === null)) {
      throw new FailureError(
        'request.invalid',
        `The policy file ${file} is not valid. checks.${code}: threshold and passes go together`,
      );
    }
  }
  return parsed.data;
}
