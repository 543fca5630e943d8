// Tests on a real bus. What the guest reports on its console, a line of JSON each.
export type Report =
  | { readonly kind: 'booted'; readonly uptimeS: number }
  | { readonly kind: 'started'; readonly uptimeS: number }
  | {
      readonly kind: 'conformance';
      readonly driver: string;
      readonly name: string;
      readonly failure: string | null;
      readonly tookMs: number;
    }
  | {
      readonly kind: 'faults';
      readonly driver: string;
      readonly count: number;
      readonly outcomes: Readonly<Record<string, number>>;
      readonly failures: readonly string[];
      readonly tookMs: number;
    }
  | { readonly kind: 'plug'; readonly driver: string; readonly usableMs: number; readonly noticedMs: number }
  | {
      readonly kind: 'rate';
      readonly bytes: number;
      /** From the first piece to the last, as if the first had taken as long as the others. */
      readonly driverMs: readonly number[];
      /** With everything before and after. */
      readonly jobMs: readonly number[];
      /** By the length of one transfer, bytes. */
      readonly plainMs: Readonly<Record<string, readonly number[]>>;
    }
  | { readonly kind: 'bug'; readonly where: string; readonly message: string }
  | { readonly kind: 'scanimage'; readonly failure: string | null; readonly tookMs: number }
  | { readonly kind: 'done'; readonly uptimeS: number };

export const report = (what: Report): void => {
  process.stdout.write(`@@${JSON.stringify(what)}\n`);
};
