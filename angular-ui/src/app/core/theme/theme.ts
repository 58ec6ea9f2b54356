import { Injectable, signal } from '@angular/core';

export const THEMES = ['system', 'light', 'dark'] as const;
export type ThemeName = (typeof THEMES)[number];

const STORED = 'marcador.theme';

/** Light or dark: as the system wants, or as chosen in this browser. */
@Injectable({ providedIn: 'root' })
export class Theme {
  private readonly chosen = signal<ThemeName>('system');

  readonly name = this.chosen.asReadonly();

  begin(): void {
    const stored = localStorage.getItem(STORED);
    this.apply(THEMES.find((name) => name === stored) ?? 'system');
  }

  use(name: ThemeName): void {
    localStorage.setItem(STORED, name);
    this.apply(name);
  }

  private apply(name: ThemeName): void {
    if (name === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = name;
    this.chosen.set(name);
  }
}
