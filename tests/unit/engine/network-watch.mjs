// Preloaded into the engine's process and its threads by main.test.ts: reports every attempt to reach the network.
import { Socket as DatagramSocket } from 'node:dgram';
import dns from 'node:dns';
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

const report = (what) => {
  writeSync(2, `NETWORK ${what}\n`);
  throw new Error('No network here.');
};
Socket.prototype.connect = () => report('connect');
DatagramSocket.prototype.send = () => report('datagram');
dns.lookup = () => report('lookup');
dns.promises.lookup = () => report('lookup');
globalThis.fetch = () => report('fetch');
