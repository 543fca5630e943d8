// Core as a program: started by Electron's main with `child_process.fork`, advanced serialization.
import { defaultDevicesProgram } from './compose.ts';
import { runCore } from './core-program.ts';

runCore({ devicesProgram: defaultDevicesProgram });
