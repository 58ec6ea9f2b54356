import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import type { Stale } from '../../core/api/problem';
import type { FieldWords, StaleDialogData } from './field-words';

/** Asks what to do where somebody else has saved the object meanwhile. */
@Injectable({ providedIn: 'root' })
export class StaleDialogs {
  private readonly dialog = inject(MatDialog);

  /** Whose version stays; `undefined`: not decided, the form stays open. */
  async ask(stale: Stale, words: FieldWords): Promise<'mine' | 'theirs' | undefined> {
    const { StaleDialog } = await import('./stale-dialog');
    const dialog = this.dialog.open<InstanceType<typeof StaleDialog>, StaleDialogData, 'mine' | 'theirs'>(
      StaleDialog,
      { data: { stale, words }, width: '44rem' },
    );
    return firstValueFrom(dialog.afterClosed());
  }
}
