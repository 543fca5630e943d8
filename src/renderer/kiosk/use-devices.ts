// Kiosk renderer. Scanners and readers at this desk, as core tells of them.
import { useEffect, useState } from 'react';
import type { EventOf } from '../../shared/contract/contract.ts';
import type { KioskContract, KioskDevice } from '../../shared/contract/kiosk-contract.ts';
import { kioskApi } from '../ui/api.ts';

export type ReadOutcome = EventOf<KioskContract, 'session.read'>['outcome'];
export type ScanProgress = Omit<EventOf<KioskContract, 'session.scan_progress'>, 'sessionId'>;

export interface Devices {
  /** That can be used now. */
  readonly scanner: KioskDevice | null;
  readonly hasReader: boolean;
  /** How this applicant's document is taken. A scanner goes first where there is one. */
  readonly way: 'scanner' | 'camera';
  /** The scanner went away: once it is back it is offered, and takes nothing out of anybody's hands. */
  readonly isLost: boolean;
  go(way: 'scanner' | 'camera'): void;
}

const isUsable = ({ failure }: KioskDevice): boolean => failure === null;

export function useDevices(): Devices {
  const [devices, setDevices] = useState<readonly KioskDevice[]>([]);
  useEffect(() => {
    let heard = false;
    const stop = kioskApi.on('devices.changed', (now) => {
      heard = true;
      setDevices(now);
    });
    void kioskApi.call('devices.list').then((listed) => {
      if (listed.ok && !heard) setDevices(listed.value);
    });
    return stop;
  }, []);
  const usable = devices.filter(isUsable);
  const scanner =
    usable.find(({ kind }) => kind === 'scanner') ??
    usable.find(({ kind }) => kind === 'document_camera') ??
    null;
  const [way, setWay] = useState<Devices['way']>('scanner');
  const [isLost, setLost] = useState(false);
  const hasScanner = scanner !== null;
  useEffect(() => {
    if (!hasScanner) return;
    setLost(false);
    return () => {
      setLost(true);
      setWay('camera');
    };
  }, [hasScanner]);
  return { scanner, hasReader: usable.some(({ kind }) => kind === 'reader'), way, isLost, go: setWay };
}

/** The last thing a reader read in this session, `null` before. */
export function useRead(sessionId: string | null): ReadOutcome | null {
  const [read, setRead] = useState<{ sessionId: string; outcome: ReadOutcome } | null>(null);
  useEffect(() => kioskApi.on('session.read', setRead), []);
  return read !== null && read.sessionId === sessionId ? read.outcome : null;
}

/** Of the picture under way, as an address; `null` where there is none. */
export function useScanPreview(scanning: boolean): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (!scanning) return;
    let shown: string | null = null;
    const forget = () => {
      if (shown) URL.revokeObjectURL(shown);
    };
    const stop = kioskApi.on('session.scan_preview', ({ jpeg }) => {
      forget();
      shown = URL.createObjectURL(new Blob([jpeg as Uint8Array<ArrayBuffer>], { type: 'image/jpeg' }));
      setAddress(shown);
    });
    return () => {
      stop();
      forget();
      setAddress(null);
    };
  }, [scanning]);
  return address;
}

/** Of the scan under way, `null` where there is none. */
export function useScanProgress(scanning: boolean): ScanProgress | null {
  const [progress, setProgress] = useState<ScanProgress | null>(null);
  useEffect(() => {
    setProgress(null);
    if (!scanning) return;
    return kioskApi.on('session.scan_progress', ({ stage, fraction }) => setProgress({ stage, fraction }));
  }, [scanning]);
  return progress;
}
