import { inject, Injectable } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { TranslateService } from '@ngx-translate/core';
import { Problem } from '../api/problem';
import { ProblemText } from './problem-text';

/** Long enough to read twice. */
const DONE_MS = 4000;
const PROBLEM_MS = 10_000;

/** Tells what came of something, in a bar that goes by itself. */
@Injectable({ providedIn: 'root' })
export class Feedback {
  private readonly bar = inject(MatSnackBar);
  private readonly translations = inject(TranslateService);
  private readonly problems = inject(ProblemText);

  /** @param key of the text */
  done(key: string, params: Readonly<Record<string, unknown>> = {}): void {
    this.bar.open(String(this.translations.instant(key, params)), undefined, { duration: DONE_MS });
  }

  /** What failed outside a form. A lost connection has its own banner. */
  failed(error: unknown): void {
    if (error instanceof Problem && error.isOffline) return;
    const close = String(this.translations.instant('action.close'));
    this.bar.open(this.problems.of(error), close, { duration: PROBLEM_MS, politeness: 'assertive' });
  }
}
