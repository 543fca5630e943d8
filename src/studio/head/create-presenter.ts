// Any JavaScript. Everybody who may sit down before the kiosk, by name.
import type { Challenge } from '../../shared/domain/challenge.ts';
import type { HeadAsset } from './asset.ts';
import { type BonaFideOptions, bonaFide, type Presenter } from './presenter.ts';

export const presenterKinds = ['bona-fide'] as const;
export type PresenterKind = (typeof presenterKinds)[number];

export interface PresenterOptions extends BonaFideOptions {
  /** Another person: who steps in, whose face the mask has, who is behind the print. */
  readonly otherAsset?: HeadAsset;
  /** The challenge that a recording of an earlier session answers. */
  readonly earlier?: Challenge;
}

export function createPresenter(kind: PresenterKind, options: PresenterOptions): Presenter {
  switch (kind) {
    case 'bona-fide':
      return bonaFide(options);
  }
}
