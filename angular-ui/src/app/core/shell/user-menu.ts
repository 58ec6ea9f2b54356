import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { Router, RouterLink } from '@angular/router';
import { mdiAccountCircleOutline, mdiCheck, mdiChevronDown, mdiLockReset, mdiLogout } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Icon } from '../../shared/icon/icon';
import { Feedback } from '../feedback/feedback';
import { Language } from '../i18n/language';
import { LANGUAGES, type LanguageCode } from '../i18n/languages';
import { Session } from '../session/session';
import { Theme, THEMES } from '../theme/theme';

/** Who is logged in; language, light or dark, password, and the way out. */
@Component({
  selector: 'app-user-menu',
  imports: [Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger, RouterLink, TranslatePipe],
  templateUrl: './user-menu.html',
  styleUrl: './user-menu.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserMenu {
  private readonly router = inject(Router);
  private readonly feedback = inject(Feedback);

  protected readonly session = inject(Session);
  protected readonly language = inject(Language);
  protected readonly theme = inject(Theme);
  protected readonly languages = LANGUAGES;
  protected readonly themes = THEMES;
  protected readonly icons = {
    user: mdiAccountCircleOutline,
    open: mdiChevronDown,
    chosen: mdiCheck,
    password: mdiLockReset,
    logOut: mdiLogout,
  };

  protected readonly fullName = computed(() => {
    const user = this.session.user();
    return user === undefined ? '' : `${user.firstName} ${user.lastName}`.trim() || user.userName;
  });

  protected useLanguage(code: LanguageCode): void {
    this.language.use(code).catch((error: unknown) => this.feedback.failed(error));
  }

  protected async logOut(): Promise<void> {
    try {
      await this.session.logOut();
      await this.router.navigateByUrl('/login');
    } catch (error) {
      this.feedback.failed(error);
    }
  }
}
