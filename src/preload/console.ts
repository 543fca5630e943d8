// Preload of the console window (sandboxed).
import { consoleContract } from '../shared/contract/console-contract.ts';
import { expose } from './bridge.ts';

expose('console', consoleContract);
