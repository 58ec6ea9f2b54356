import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { TranslatePipe } from '@ngx-translate/core';
import { filter } from 'rxjs';
import { Connection } from '../connection/connection';
import { Session } from '../session/session';
import { FEATURES } from './feature';
import { UserMenu } from './user-menu';

/** What is around every page: tabs of what the role may see, the user's menu, and the word that the service is away. */
@Component({
  selector: 'app-shell',
  imports: [RouterLink, RouterLinkActive, RouterOutlet, TranslatePipe, UserMenu],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Shell {
  private readonly session = inject(Session);
  private readonly features = inject(FEATURES);
  private path = '';
  private heading: HTMLElement | undefined;
  private awaited: MutationObserver | undefined;

  protected readonly connection = inject(Connection);
  protected readonly tabs = computed(() => this.features.filter(({ action }) => this.session.can(action)));

  constructor() {
    inject(Router)
      .events.pipe(
        filter((event) => event instanceof NavigationEnd),
        // The first one is the page's own loading, which the browser tells of.
        filter(({ id }) => id > 1),
        takeUntilDestroyed(),
      )
      .subscribe(({ urlAfterRedirects }) => this.arrivedAt(urlAfterRedirects));
    inject(DestroyRef).onDestroy(() => this.awaited?.disconnect());
  }

  protected skipToContent(event: Event): void {
    event.preventDefault();
    document.querySelector<HTMLElement>('#content')?.focus();
  }

  /** Who listens to the page hears its heading. A change of the query only is no new page. */
  private arrivedAt(url: string): void {
    const path = url.split(/[?#]/)[0] ?? '';
    if (path === this.path) return;
    this.path = path;
    this.awaited?.disconnect();
    // Tabs within a page are walked through without leaving them.
    if (document.activeElement?.closest('#content nav') != null) return;
    if (this.focusHeading()) return;
    // It may have to be fetched first.
    const content = document.querySelector('#content');
    if (content === null) return;
    this.awaited = new MutationObserver(() => {
      if (this.focusHeading()) this.awaited?.disconnect();
    });
    this.awaited.observe(content, { childList: true, subtree: true });
  }

  private focusHeading(): boolean {
    const heading = document.querySelector<HTMLElement>('#content h1:not(.visually-hidden)');
    // What was there before the pages changed is going away.
    if (heading === null || heading === this.heading) return false;
    this.heading = heading;
    heading.focus({ preventScroll: true });
    return true;
  }
}
