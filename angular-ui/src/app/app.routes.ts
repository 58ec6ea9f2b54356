import type { Routes } from '@angular/router';
import { allowed, loggedIn } from './core/session/session.guard';
import { homeGuard } from './core/shell/home.guard';
import { features } from './features/features';

export const routes: Routes = [
  {
    path: 'login',
    title: 'login.title',
    loadComponent: async () => (await import('./core/session/login/login-page')).LoginPage,
  },
  {
    path: 'password',
    title: 'password.title',
    loadComponent: async () => (await import('./core/session/password/password-page')).PasswordPage,
  },
  {
    path: '',
    canActivate: [loggedIn],
    loadComponent: async () => (await import('./core/shell/shell')).Shell,
    children: [
      ...features.map(({ path, label, action, load }) => ({
        path,
        title: label,
        canActivate: [allowed(action)],
        loadChildren: load,
      })),
      { path: '', pathMatch: 'full', canActivate: [homeGuard], children: [] },
      {
        path: '**',
        title: 'notFound.title',
        loadComponent: async () => (await import('./core/shell/not-found')).NotFound,
      },
    ],
  },
];
