import { inject, signal, type Signal } from '@angular/core';
import type { FormGroup } from '@angular/forms';
import { firstValueFrom, type Observable } from 'rxjs';
import { Problem } from '../../core/api/problem';
import { ProblemText } from '../../core/feedback/problem-text';
import type { FieldWords } from '../stale/field-words';
import { StaleDialogs } from '../stale/stale-dialogs';
import { focusFirstInvalid, placeInForm } from './field-problems';

/** Sending a form: once at a time, with what the server refuses shown at its field. */
export interface Submission {
  readonly isBusy: Signal<boolean>;
  /** What is wrong that belongs to no field. */
  readonly problem: Signal<string | undefined>;
  /**
   * Sends when the form is valid.
   * @param request is given the version to overwrite once the user wants to keep the own changes beside another's
   * @returns the answer; `undefined` when nothing was sent or it was refused, which the form then shows
   */
  send<T>(
    form: FormGroup,
    request: (overwrite?: number) => Observable<T> | Promise<T>,
  ): Promise<{ readonly answer: T } | undefined>;
}

export interface SubmissionOptions {
  /** The path of the control for a field of the request, where it is not the same. */
  readonly controlOf?: Readonly<Record<string, string>>;
  /** Objects with a version: how the two sides of a difference are told, and what to do where the other's stays. */
  readonly stale?: { readonly words: FieldWords; readonly onDiscard: () => void };
}

/** Call in an injection context. */
export function submission({ controlOf = {}, stale }: SubmissionOptions = {}): Submission {
  const texts = inject(ProblemText);
  const staleDialogs = inject(StaleDialogs);
  const isBusy = signal(false);
  const problem = signal<string | undefined>(undefined);

  async function attempt<T>(
    form: FormGroup,
    request: (overwrite?: number) => Observable<T> | Promise<T>,
    overwrite?: number,
  ): Promise<{ readonly answer: T } | undefined> {
    try {
      const work = request(overwrite);
      return { answer: await (work instanceof Promise ? work : firstValueFrom(work)) };
    } catch (error) {
      if (stale !== undefined && error instanceof Problem && error.stale !== undefined) {
        const kept = await staleDialogs.ask(error.stale, stale.words);
        if (kept === 'mine') return attempt(form, request, error.stale.version);
        if (kept === 'theirs') stale.onDiscard();
      } else if (!placeInForm(form, error, controlOf)) problem.set(texts.of(error));
      return undefined;
    }
  }

  return {
    isBusy: isBusy.asReadonly(),
    problem: problem.asReadonly(),
    async send(form, request) {
      if (isBusy()) return undefined;
      problem.set(undefined);
      form.markAllAsTouched();
      if (form.invalid) {
        focusFirstInvalid();
        return undefined;
      }
      isBusy.set(true);
      try {
        return await attempt(form, request);
      } finally {
        isBusy.set(false);
      }
    },
  };
}
