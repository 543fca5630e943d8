// Console renderer. The station as core describes it: how it is, and whether a recovery key has been made.
import { useCallback, useEffect, useState } from 'react';
import type { ConsoleContract } from '../../../shared/contract/console-contract.ts';
import type { Output } from '../../../shared/contract/contract.ts';
import { consoleApi } from '../../ui/api.ts';

export type ConsoleStation = Output<ConsoleContract, 'station.describe'>;

export function useStation() {
  const [station, setStation] = useState<ConsoleStation | null>(null);
  const refresh = useCallback(async () => {
    const result = await consoleApi.call('station.describe');
    if (result.ok) setStation(result.value);
  }, []);
  useEffect(() => {
    void refresh();
    return consoleApi.on('station.changed', (state) => setStation((was) => was && { ...was, ...state }));
  }, [refresh]);
  return { station, refresh };
}
