// Core. Who may review: first set-up, signing in and out, and slowing down whoever guesses passwords.
import { createHash, randomUUID } from 'node:crypto';
import type { Reviewer } from '../../shared/contract/console-contract.ts';
import type { ReviewerId } from '../../shared/domain/identifiers.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { hashPassword, passwordMatches } from './passwords.ts';

const passwordMinLength = 10;
/** Failures in a row before the first lock; each one after that doubles it (NIST SP 800-63B, 5.2.2, asks for a limit). */
const freeFailures = 5;
const lockMs = 30_000;
const lockMaxMs = 15 * 60_000;
/** Failures this old are forgotten. */
const memoryMs = 24 * 60 * 60_000;

const nameHash = (name: string): string =>
  createHash('sha256').update(name.normalize('NFC').toLowerCase()).digest('hex');

export class Reviewers {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Log;
  /** By window. In memory: after a restart everybody signs in again. */
  readonly #signedIn = new Map<string, Reviewer>();

  constructor(store: Store, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  state(clientId: string): { needsSetUp: boolean; reviewer: Reviewer | null } {
    return { needsSetUp: this.#count() === 0, reviewer: this.#signedIn.get(clientId) ?? null };
  }

  /** Fails with `auth.required`. */
  require(clientId: string): Reviewer {
    const reviewer = this.#signedIn.get(clientId);
    if (!reviewer) throw new FailureError('auth.required', 'Sign in first.');
    return reviewer;
  }

  /** Fails with `auth.set_up` once there is a reviewer, and for a short password. */
  async setUp(clientId: string, name: string, password: string): Promise<Reviewer> {
    if (password.length < passwordMinLength) {
      throw new FailureError('auth.set_up', `A password needs ${passwordMinLength} characters or more.`);
    }
    const hash = await hashPassword(password);
    const reviewerId = randomUUID() as ReviewerId;
    this.#store.transaction(() => {
      if (this.#count() > 0) throw new FailureError('auth.set_up', 'There is a reviewer already. Sign in.');
      this.#store.run(
        this.#store.sql.insertInto('reviewers').values({
          reviewer_id: reviewerId,
          name,
          password_hash: hash,
          created_at_ms: this.#clock.nowMs(),
        }),
      );
      this.#store.audit('reviewer.created', 'station', null, { reviewerId });
    });
    this.#log('reviewer.set_up', { reviewerId });
    return this.#enter(clientId, { reviewerId, name });
  }

  /** Fails with `auth.refused` (whichever of name and password is wrong) and `auth.locked`. */
  async signIn(clientId: string, name: string, password: string): Promise<Reviewer> {
    const hash = nameHash(name);
    this.#refuseLocked(hash);
    // Counted before the slow part, so that guesses sent side by side do not slip through together.
    this.#countFailure(hash);
    const row = this.#store.first(
      this.#store.sql.selectFrom('reviewers').selectAll().where('name', '=', name),
    );
    if (!(await passwordMatches(password, row?.password_hash ?? null)) || !row) {
      // Whose name was tried is not written down: it may be a password in the wrong field.
      this.#store.transaction(() => this.#store.audit('reviewer.refused', 'station', null));
      this.#log('reviewer.refused');
      throw new FailureError('auth.refused', 'The name or the password is wrong.');
    }
    this.#store.transaction(() => {
      this.#store.run(this.#store.sql.deleteFrom('sign_in_failures').where('name_hash', '=', hash));
      this.#store.audit('reviewer.signed_in', `reviewer:${row.reviewer_id}`, null);
    });
    this.#log('reviewer.signed_in', { reviewerId: row.reviewer_id });
    return this.#enter(clientId, { reviewerId: row.reviewer_id, name: row.name });
  }

  signOut(clientId: string): void {
    const reviewer = this.#signedIn.get(clientId);
    if (!reviewer) return;
    this.#signedIn.delete(clientId);
    this.#store.transaction(() => {
      this.#store.audit('reviewer.signed_out', `reviewer:${reviewer.reviewerId}`, null);
    });
  }

  #enter(clientId: string, reviewer: Reviewer): Reviewer {
    this.#signedIn.set(clientId, reviewer);
    return reviewer;
  }

  #count(): number {
    const query = this.#store.sql
      .selectFrom('reviewers')
      .select((table) => table.fn.countAll<number>().as('n'));
    return this.#store.first(query)?.n ?? 0;
  }

  #failures(hash: string) {
    return this.#store.first(
      this.#store.sql.selectFrom('sign_in_failures').selectAll().where('name_hash', '=', hash),
    );
  }

  #refuseLocked(hash: string): void {
    const leftMs = (this.#failures(hash)?.locked_until_ms ?? 0) - this.#clock.nowMs();
    if (leftMs <= 0) return;
    const seconds = Math.ceil(leftMs / 1000);
    throw new FailureError('auth.locked', `Too many attempts. Try again in ${seconds} seconds.`);
  }

  #countFailure(hash: string): void {
    const nowMs = this.#clock.nowMs();
    const failures = (this.#failures(hash)?.failures ?? 0) + 1;
    const over = failures - freeFailures;
    const row = {
      failures,
      locked_until_ms: over >= 0 ? nowMs + Math.min(lockMs * 2 ** over, lockMaxMs) : 0,
      last_at_ms: nowMs,
    };
    const { sql } = this.#store;
    this.#store.transaction(() => {
      this.#store.run(sql.deleteFrom('sign_in_failures').where('last_at_ms', '<', nowMs - memoryMs));
      this.#store.run(
        sql
          .insertInto('sign_in_failures')
          .values({ name_hash: hash, ...row })
          .onConflict((conflict) => conflict.column('name_hash').doUpdateSet(row)),
      );
    });
  }
}
