// Any JavaScript. Everybody who may sit down before the kiosk, by name.
import type { Challenge } from '../../shared/domain/challenge.ts';
import type { HeadAsset } from './asset.ts';
import { type BonaFideOptions, bonaFide, type Presenter, present, sceneOf } from './presenter.ts';
import { bentPrint, cutOutEyes, flatPrint } from './print.ts';
import { injected, screenReplay } from './replay.ts';
import { swap } from './swap.ts';

/** Presentation attack instruments and injections, as ISO/IEC 30107-3 would count species. */
export const attackKinds = [
  'flat-print',
  'bent-print',
  'cut-out-eyes',
  'screen-replay',
  'injected-recording',
  'injected-tint',
  'swap',
  'wrong-face-mask',
] as const;
export const presenterKinds = ['bona-fide', ...attackKinds] as const;
export type PresenterKind = (typeof presenterKinds)[number];

/** `asset` is the right person, whom the document shows. */
export interface PresenterOptions extends BonaFideOptions {
  /** Another person, for `swap` and `wrong-face-mask`; behind the mask of `cut-out-eyes`, where it may be left out. */
  readonly otherAsset?: HeadAsset;
  /** The challenge that the recorded session answered: `screen-replay`, `injected-recording`, `injected-tint`. */
  readonly earlier?: Challenge;
  /** When `swap` happens, ms after the first look; by default between 2.5 s and 9 s. */
  readonly swapBetweenMs?: readonly [number, number];
}

/** Throws where the kind needs an option that is not there. */
export function createPresenter(kind: PresenterKind, options: PresenterOptions): Presenter {
  const scene = sceneOf(options);
  const needed = <K extends 'otherAsset' | 'earlier'>(key: K): NonNullable<PresenterOptions[K]> => {
    const value = options[key];
    if (value === undefined) throw new Error(`the presenter ${kind} needs the option ${key}`);
    return value as NonNullable<PresenterOptions[K]>;
  };
  switch (kind) {
    case 'bona-fide':
      return bonaFide(options);
    case 'flat-print':
      return present(scene, flatPrint(scene));
    case 'bent-print':
      return present(scene, bentPrint(scene));
    case 'cut-out-eyes':
      return present(scene, cutOutEyes(scene, options.otherAsset ?? options.asset));
    case 'screen-replay':
      return present(scene, screenReplay(scene, needed('earlier')));
    case 'injected-recording':
      return injected(scene, needed('earlier'), null);
    case 'injected-tint':
      return injected(scene, needed('earlier'), scene.screenGain);
    case 'swap':
      return present(scene, swap(scene, needed('otherAsset'), options.swapBetweenMs ?? [2500, 9000]));
    case 'wrong-face-mask':
      return bonaFide({ ...options, asset: needed('otherAsset') });
  }
}
