// Any process. Time as a dependency, so that retention and expiry can be tested.

export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. */
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

/** `YYYY-MM-DD` of an instant, UTC. */
export const isoDate = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);
