// Any JavaScript. Everybody who may sit down before the kiosk, by name.
import type { BonaFideOptions } from './presenter.ts';
import { bonaFide, type Presenter } from './presenter.ts';

export const presenterKinds = ['bona-fide'] as const;
export type PresenterKind = (typeof presenterKinds)[number];

export type PresenterOptions = BonaFideOptions;

export function createPresenter(kind: PresenterKind, options: PresenterOptions): Presenter {
  switch (kind) {
    case 'bona-fide':
      return bonaFide(options);
  }
}
