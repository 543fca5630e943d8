// The engine as a real child process that crashes, hangs and refuses to start: what its callers notice.
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type EngineSupervisor, superviseEngine } from '../../../src/core/engine-supervisor.ts';
import { silentLog } from '../../../src/core/log.ts';
import { photograph } from '../../fixtures/scripted-engine.ts';

const program = join(import.meta.dirname, '../../fixtures/scripted-engine-program.ts');
let engine: EngineSupervisor;
const supervise = (change: Partial<Parameters<typeof superviseEngine>[0]> = {}) => {
  engine = superviseEngine({
    program,
    modelsFolder: 'models',
    log: silentLog,
    warm: true,
    backoffMs: 50,
    waitMs: 10_000,
    ...change,
  });
  return engine;
};
afterEach(async () => {
  await engine.stop();
  delete process.env.SCRIPTED_ENGINE_REFUSES_TO_START;
});
const analyse = (says: string) =>
  engine.call('analyseDocument', { front: [photograph(says)], back: null, nowMs: 0 });

describe('the supervised engine', () => {
  it('is ready, answers, and gives its templates over the channel as they are', async () => {
    supervise();
    expect(engine.state.status).toBe('starting');
    const result = await analyse('fine');
    expect(result).toMatchObject({ ok: true, value: { portraitTemplate: new Float32Array([1, 0]) } });
    expect(engine.state.status).toBe('ready');
    expect(engine.models).toMatchObject([{ name: 'script' }]);
  });

  it('that crashes ends every call it had, is seen as degraded, and comes back', async () => {
    const states: string[] = [];
    supervise().onState(({ status }) => states.push(status));
    await analyse('fine');
    const first = engine.pid;
    const results = await Promise.all([analyse('slow'), analyse('slow'), analyse('crash')]);
    expect(results.map((result) => !result.ok && result.error.kind)).toEqual(
      Array.from({ length: 3 }, () => 'engine.crashed'),
    );
    expect(await analyse('fine')).toMatchObject({ ok: true });
    expect(engine.pid).not.toBe(first);
    expect(states).toEqual(['ready', 'degraded', 'ready']);
  });

  it('that hangs is killed at the deadline and comes back', async () => {
    supervise({ deadlineMs: (call) => (call === 'analyseDocument' ? 1_000 : 5_000) });
    await analyse('fine');
    expect(await analyse('hang')).toMatchObject({ ok: false, error: { kind: 'engine.timeout' } });
    expect(await analyse('fine')).toMatchObject({ ok: true });
  });

  it('that does not start leaves callers with an answer in time', async () => {
    process.env.SCRIPTED_ENGINE_REFUSES_TO_START = '1';
    supervise({ waitMs: 1_000 });
    expect(await analyse('fine')).toMatchObject({ ok: false, error: { kind: 'engine.unavailable' } });
    expect(engine.state.status).toBe('degraded');
    delete process.env.SCRIPTED_ENGINE_REFUSES_TO_START;
    await expect.poll(() => engine.state.status, { timeout: 10_000 }).toBe('ready');
  });

  it('is gone after stop, even when it hangs', async () => {
    supervise();
    await analyse('fine');
    const pid = engine.pid!;
    const hanging = analyse('hang');
    await engine.stop();
    expect(await hanging).toMatchObject({ ok: false });
    expect(() => process.kill(pid, 0)).toThrow();
  });
});
