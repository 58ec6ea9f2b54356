import { inject, Injectable } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { Session } from './session';

/** Asks for the password over the page when the session has ended, so that nothing of the page is lost. */
@Injectable({ providedIn: 'root' })
export class LoginAgain {
  private readonly dialog = inject(MatDialog);
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private asking: Promise<boolean> | undefined;

  /** Whether the same user has logged in again; several requests share one dialog. */
  ask(): Promise<boolean> {
    this.asking ??= this.open().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async open(): Promise<boolean> {
    const before = this.session.user();
    const { LoginDialog } = await import('./login/login-dialog');
    const dialog = this.dialog.open<InstanceType<typeof LoginDialog>, string, boolean>(LoginDialog, {
      data: before?.userName ?? '',
      disableClose: true,
      width: '26rem',
    });
    const loggedIn = (await firstValueFrom(dialog.afterClosed())) === true;
    const now = this.session.user();
    if (loggedIn && now !== undefined && now.id === before?.id && !now.mustChangePassword) return true;
    this.dialog.closeAll();
    // What is on the page was another user's.
    if (loggedIn) await this.router.navigateByUrl('/', { onSameUrlNavigation: 'reload' });
    else {
      await this.session.logOut().catch(() => undefined);
      await this.router.navigateByUrl('/login');
    }
    return false;
  }
}
