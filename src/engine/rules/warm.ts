// Engine. Names of months and states come from the runtime's language data, which takes some 0.3 s to gather: done before
// the first document needs them.
import { monthOf } from './month-names.ts';
import { stateOf } from './states.ts';

export function warmRules(): void {
  monthOf('JAN', null);
  stateOf('UTOPIA');
}
