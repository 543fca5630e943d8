// Scanners that a daemon of this computer serves: only listed ports, there while somebody listens.
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createLoopbackBus } from '../../../../drivers/bus/loopback-bus.ts';
import type { StreamConnection } from '../../../../drivers/port/bus.ts';
import { failureOf } from '../reader-support.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(onConnection: (socket: Socket) => void = (socket) => socket.resume(), port = 0) {
  const server = createServer(onConnection);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

async function opened(port: number): Promise<StreamConnection> {
  const [attachment] = await createLoopbackBus([port]).list();
  if (attachment === undefined) throw new Error('nothing is attached');
  return attachment.open();
}

describe('a port of this computer', () => {
  it('is listed while somebody listens, and is another one when somebody else does', async () => {
    const { server, port } = await listen();
    const bus = createLoopbackBus([port]);
    const [first] = await bus.list();
    expect(first).toMatchObject({ bus: 'loopback', port });
    expect((await bus.list())[0]).toBe(first);
    await new Promise((resolve) => server.close(resolve));
    expect(await bus.list()).toEqual([]);
    expect(await failureOf(async () => first?.open())).toBe('device.gone');
    await listen(undefined, port);
    expect((await bus.list())[0]?.key).not.toBe(first?.key);
  });

  it('carries bytes both ways, in pieces as asked for, and says where they end', async () => {
    const { port } = await listen((socket) => socket.pipe(socket));
    const stream = await opened(port);
    const sent = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251);
    const sending = stream.send(sent, 5_000);
    const got: number[] = [];
    while (got.length < sent.length) {
      const piece = await stream.receive(1_000, 5_000);
      expect(piece?.length).toBeLessThanOrEqual(1_000);
      got.push(...(piece ?? []));
    }
    await sending;
    expect(got).toEqual([...sent]);
    await stream.close();
    await stream.close();
    expect(await failureOf(() => stream.receive(1, 5_000))).toBe('device.gone');
    expect(await failureOf(() => stream.send(sent, 5_000))).toBe('device.gone');
  });

  it('ends with the daemon, and does not wait for ever', async () => {
    const { port } = await listen((socket) => {
      socket.once('data', () => socket.end(Uint8Array.of(7)));
    });
    const stream = await opened(port);
    expect(await failureOf(() => stream.receive(10, 5))).toBe('device.timeout');
    await stream.send(Uint8Array.of(1), 5_000);
    expect(await stream.receive(10, 5_000)).toEqual(Uint8Array.of(7));
    expect(await stream.receive(10, 5_000)).toBeNull();
    await stream.close();
  });
});
