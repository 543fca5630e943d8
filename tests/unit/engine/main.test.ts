// The engine as core has it: a child process that is called over its channel, killed, and left alone.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type EngineContract, engineContract } from '../../../src/shared/contract/engine-contract.ts';
import { type ConnectedClient, connect } from '../../../src/shared/contract/rpc.ts';
import { drawSpecimen, photograph } from '../../../src/studio/index.ts';
import { portrait, root, scene } from './face/samples.ts';

interface Engine {
  readonly child: ChildProcess;
  readonly client: ConnectedClient<EngineContract>;
  readonly errors: () => string;
}
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

async function startEngine(env: Record<string, string> = {}): Promise<Engine> {
  const child = fork(join(root, 'src/engine/main.ts'), {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  running.push(child);
  let errors = '';
  child.stderr?.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  const client = connect(
    engineContract,
    {
      send: (message) => void child.send(message as never),
      onMessage(listener) {
        child.on('message', listener);
        return () => child.off('message', listener);
      },
    },
    () => 30_000,
  );
  child.on('exit', () => client.fail({ kind: 'engine.crashed', message: 'gone' }));
  await new Promise<void>((resolve, reject) => {
    client.on('ready', () => resolve());
    child.once('exit', () => reject(new Error(`the engine ended: ${errors}`)));
  });
  return { child, client, errors: () => errors };
}

describe('the engine process', () => {
  it('recognises a person over its channel and reaches for no network', async () => {
    const watch = join(import.meta.dirname, 'network-watch.mjs');
    const { client, errors } = await startEngine({ NODE_OPTIONS: `--import=${watch}` });
    const warm = await client.call('warm');
    expect(warm.ok).toBe(true);
    const frame = new Uint8Array(await scene([{ name: 'emily-1', heightPx: 700 }]));
    const passport = await drawSpecimen({
      kind: 'td3',
      seed: 5,
      portrait: { image: portrait('emily-2'), face: null },
    });
    const { jpeg } = await photograph({ specimen: passport, seed: 5 });
    const [document, selfie, described] = await Promise.all([
      client.call('analyseDocument', { front: [new Uint8Array(jpeg)], back: null, nowMs: Date.now() }),
      client.call('analyseSelfie', { frames: [frame, frame] }),
      client.call('describe'),
    ]);
    if (!document.ok || !selfie.ok || !described.ok) throw new Error('a call failed');
    expect(described.value.models.map(({ name }) => name)).toContain('sface');
    expect(document.value.reading.mrz?.lines).toEqual(passport.truth.mrzLines);
    const match = await client.call('compareFaces', {
      portrait: document.value.portraitTemplate!,
      selfie: selfie.value.template!,
    });
    expect(match).toMatchObject({ ok: true, value: { code: 'match.selfie_portrait' } });
    expect(match.ok && match.value.score).toBeGreaterThan(0.5);
    expect(errors()).toBe('');
  });

  it('answers bad input with its cause, and goes on', async () => {
    const { client, errors } = await startEngine();
    const text = new TextEncoder().encode('this is no photograph, it is a sentence');
    expect(await client.call('faceTemplate', { image: text })).toMatchObject({
      ok: false,
      error: { kind: 'image.unsupported' },
    });
    expect(await client.call('liveness', { image: new Uint8Array() })).toMatchObject({
      ok: false,
      error: { kind: 'image.empty' },
    });
    expect(await client.call('analyseSelfie', { frames: [] })).toMatchObject({
      ok: false,
      error: { kind: 'request.invalid' },
    });
    const floor = await client.call('inferenceFloor', { runs: 1 });
    expect(floor.ok && floor.value['sface 112x112']).toBeGreaterThan(0);
    expect(errors()).toBe('');
  });

  it('ends pending calls when it is killed, and another takes its place', async () => {
    const { child, client } = await startEngine();
    const frame = new Uint8Array(await scene([{ name: 'emily-1', heightPx: 700 }]));
    const pending = client.call('analyseSelfie', { frames: Array.from({ length: 16 }, () => frame) });
    child.kill('SIGKILL');
    expect(await pending).toMatchObject({ ok: false, error: { kind: 'engine.crashed' } });
    const next = await startEngine();
    expect((await next.client.call('describe')).ok).toBe(true);
  });

  it('ends by itself when its parent is gone', async () => {
    const { child } = await startEngine();
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('without its models says so to every call instead of dying', async () => {
    const { client } = await startEngine({
      PROOFDESK_MODELS: mkdtempSync(join(tmpdir(), 'proofdesk-none-')),
    });
    expect(await client.call('describe')).toMatchObject({
      ok: false,
      error: { kind: 'engine.unavailable' },
    });
  });
});
