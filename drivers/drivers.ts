// Devices process. The table of drivers: to add one, its folder and its row here. The first that takes a device drives it.
import { cdcReaderDriver } from './cdc-reader/driver.ts';
import { esclDriver } from './escl/driver.ts';
import { hidReaderDriver } from './hid-reader/driver.ts';
import type { Driver } from './port/driver.ts';
import { stillImageDriver } from './still-image/driver.ts';

export const drivers: readonly Driver[] = [esclDriver, stillImageDriver, hidReaderDriver, cdcReaderDriver];
