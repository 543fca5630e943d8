// Preload of the kiosk window (sandboxed).
import { kioskContract } from '../shared/contract/kiosk-contract.ts';
import { expose } from './bridge.ts';

expose('kiosk', kioskContract);
