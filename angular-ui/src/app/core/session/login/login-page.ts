import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { Router } from '@angular/router';
import { TranslatePipe } from '@ngx-translate/core';
import type { SessionView } from '../../api/schema';
import { Language } from '../../i18n/language';
import { LANGUAGES } from '../../i18n/languages';
import { LoginForm } from './login-form';

/** The way in, with the choice of the language (manual §6.1). */
@Component({
  selector: 'app-login-page',
  imports: [LoginForm, TranslatePipe],
  templateUrl: './login-page.html',
  styleUrl: './login-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoginPage {
  private readonly router = inject(Router);

  protected readonly language = inject(Language);
  protected readonly languages = LANGUAGES;

  /** Where the user wanted to go, of the address. */
  readonly back = input<string>();

  constructor() {
    inject(MatDialog).closeAll();
  }

  protected async enter({ mustChangePassword }: SessionView): Promise<void> {
    await this.router.navigateByUrl(mustChangePassword ? '/password' : this.destination());
  }

  /** Only an address of this UI. */
  private destination(): string {
    const back = this.back() ?? '/';
    return /^\/(?!\/)/.test(back) ? back : '/';
  }
}
