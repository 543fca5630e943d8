// Core. One JSON line an event, on standard error. Identifiers, kinds and counts only: never a name, a document number,
// MRZ text or pixels. The type of the values is the first guard of that; review is the second.

export type LogValue = string | number | boolean | null;
export type Log = (event: string, values?: Readonly<Record<string, LogValue>>) => void;

export const stderrLog: Log = (event, values = {}) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), event, ...values })}\n`);
};

export const silentLog: Log = () => {};
