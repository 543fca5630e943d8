// Any process. Typed, validated calls over any message port: child process, Electron IPC, or a pair in memory.
// Both ends validate: the callee what it is asked, the caller what it gets back.
import { z } from 'zod';
import { type Failure, type FailureKind, failureSchema, toFailure } from '../kernel/failure.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { CallName, Contract, EventName, EventOf, Input, Output } from './contract.ts';

/** One end of a message channel that can carry structured-clonable values. */
export interface Port {
  send(message: unknown): void;
  /** Returns what stops listening. */
  onMessage(listener: (message: unknown) => void): () => void;
}

const requestSchema = z.object({
  type: z.literal('request'),
  id: z.number(),
  call: z.string(),
  input: z.unknown().optional(),
});
const responseSchema = z.object({
  type: z.literal('response'),
  id: z.number(),
  ok: z.boolean(),
  value: z.unknown().optional(),
  error: failureSchema.optional(),
});
const eventSchema = z.object({
  type: z.literal('event'),
  event: z.string(),
  payload: z.unknown().optional(),
});

export type Handlers<C extends Contract> = {
  readonly [N in CallName<C>]: (
    input: z.output<C['calls'][N]['input']>,
  ) => Promise<Output<C, N>> | Output<C, N>;
};

export interface Client<C extends Contract> {
  /** Never rejects: every expected failure, a dead port and a missed deadline among them, is in the result. */
  call<N extends CallName<C>>(
    name: N,
    ...input: Input<C, N> extends undefined ? [] : [Input<C, N>]
  ): Promise<Result<Output<C, N>, Failure>>;
  on<N extends EventName<C>>(name: N, listener: (payload: EventOf<C, N>) => void): () => void;
}

/** Runs one call: validates the input, calls the handler, turns what it throws into a failure. Used by every transport. */
export async function dispatch<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  name: string,
  input: unknown,
  onBug: (call: string, thrown: unknown) => void,
): Promise<Result<unknown, Failure>> {
  if (!Object.hasOwn(contract.calls, name)) {
    return err({ kind: 'request.invalid', message: 'There is no such call.' });
  }
  const call = name as CallName<C>;
  const parsed = contract.calls[call]!.input.safeParse(input);
  if (!parsed.success)
    return err({ kind: 'request.invalid', message: `${name}: ${describeIssues(parsed.error)}` });
  try {
    return ok(await handlers[call](parsed.data as never));
  } catch (thrown) {
    const failure = toFailure(thrown);
    if (failure.kind === 'internal') onBug(name, thrown);
    return err(failure);
  }
}

/** Where and what, never the value: values may be personal. */
const describeIssues = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.code}`).join('; ');

/** Answers calls that arrive on `port`. Returns how to send events, and how to stop. */
export function serve<C extends Contract>(
  contract: C,
  port: Port,
  handlers: Handlers<C>,
  onBug: (call: string, thrown: unknown) => void,
): { emit<N extends EventName<C>>(name: N, payload: EventOf<C, N>): void; stop(): void } {
  const stop = port.onMessage((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) return;
    const { id, call, input } = request.data;
    void dispatch(contract, handlers, call, input, onBug).then((result) =>
      port.send({ type: 'response', id, ...result }),
    );
  });
  return { stop, emit: (event, payload) => port.send({ type: 'event', event, payload }) };
}

export interface ConnectedClient<C extends Contract> extends Client<C> {
  /** Ends every pending and later call with this failure. */
  fail(failure: Failure): void;
}

/** Calls what is served at the other end of `port`. `deadlineMs` gives the longest a call may take, by name. */
export function connect<C extends Contract>(
  contract: C,
  port: Port,
  deadlineMs: (call: CallName<C>) => number,
  onDeadline: (call: CallName<C>) => void = () => {},
  timeoutKind: FailureKind = 'engine.timeout',
): ConnectedClient<C> {
  const pending = new Map<number, (result: Result<unknown, Failure>) => void>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let nextId = 1;
  let dead: Failure | null = null;

  port.onMessage((message) => {
    const response = responseSchema.safeParse(message);
    if (response.success) {
      const { id, value, error } = response.data;
      pending.get(id)?.(
        response.data.ok
          ? ok(value)
          : err(error ?? { kind: 'internal', message: 'An empty failure came back.' }),
      );
      return;
    }
    const event = eventSchema.safeParse(message);
    if (!event.success || !Object.hasOwn(contract.events, event.data.event)) return;
    const payload = contract.events[event.data.event]!.safeParse(event.data.payload);
    if (payload.success) for (const listener of listeners.get(event.data.event) ?? []) listener(payload.data);
  });

  return {
    call(name, ...input) {
      return new Promise((resolve) => {
        if (dead) return resolve(err(dead));
        const id = nextId++;
        const settle = (result: Result<unknown, Failure>) => {
          if (!pending.delete(id)) return;
          clearTimeout(timer);
          if (!result.ok) return resolve(result);
          const parsed = contract.calls[name]!.output.safeParse(result.value);
          resolve(
            parsed.success
              ? ok(parsed.data as never)
              : err({
                  kind: 'internal',
                  message: `${name} answered out of contract: ${describeIssues(parsed.error)}`,
                }),
          );
        };
        const timer = setTimeout(() => {
          settle(err({ kind: timeoutKind, message: `${name} took longer than ${deadlineMs(name)} ms.` }));
          onDeadline(name);
        }, deadlineMs(name));
        pending.set(id, settle);
        try {
          port.send({ type: 'request', id, call: name, input: input[0] });
        } catch (thrown) {
          settle(
            err({
              kind: 'core.unavailable',
              message: `${name} could not be sent: ${toFailure(thrown).message}`,
            }),
          );
        }
      });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      const wrapped = listener as (payload: unknown) => void;
      set.add(wrapped);
      return () => set.delete(wrapped);
    },
    fail(failure) {
      dead = failure;
      for (const settle of [...pending.values()]) settle(err(failure));
    },
  };
}
