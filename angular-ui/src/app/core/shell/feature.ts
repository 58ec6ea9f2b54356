import { InjectionToken } from '@angular/core';
import type { Routes } from '@angular/router';
import type { Action } from '../session/session';

/** A tab of the shell and the pages below it. */
export interface Feature {
  readonly path: string;
  /** Key of the tab's text, and of the title of its pages that have none of their own. */
  readonly label: string;
  /** What a role has to be allowed to see the tab. */
  readonly action: Action;
  readonly load: () => Promise<Routes>;
}

export const FEATURES = new InjectionToken<readonly Feature[]>('features');
