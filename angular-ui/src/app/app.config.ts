import { provideHttpClient, withInterceptors } from '@angular/common/http';
import {
  inject,
  provideAppInitializer,
  provideBrowserGlobalErrorListeners,
  type ApplicationConfig,
} from '@angular/core';
import { MAT_FORM_FIELD_DEFAULT_OPTIONS } from '@angular/material/form-field';
import {
  provideRouter,
  TitleStrategy,
  withComponentInputBinding,
  withInMemoryScrolling,
  withNavigationErrorHandler,
} from '@angular/router';
import { provideTranslateLoader, provideTranslateService } from '@ngx-translate/core';
import { routes } from './app.routes';
import { connectionInterceptor } from './core/connection/connection.interceptor';
import { Language } from './core/i18n/language';
import { TranslatedTitle } from './core/i18n/title-strategy';
import { TranslationLoader } from './core/i18n/translation-loader';
import { Session } from './core/session/session';
import { sessionInterceptor } from './core/session/session.interceptor';
import { unattendedInterceptor } from './core/session/unattended.interceptor';
import { FEATURES } from './core/shell/feature';
import { reloadAfterUpgrade } from './core/shell/upgrade';
import { Theme } from './core/theme/theme';
import { features } from './features/features';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      withInMemoryScrolling({ scrollPositionRestoration: 'enabled' }),
      withNavigationErrorHandler(reloadAfterUpgrade),
    ),
    { provide: TitleStrategy, useClass: TranslatedTitle },
    // XMLHttpRequest tells how much of an upload was sent, fetch does not.
    provideHttpClient(withInterceptors([unattendedInterceptor, sessionInterceptor, connectionInterceptor])),
    provideTranslateService({ loader: provideTranslateLoader(TranslationLoader), fallbackLang: 'en' }),
    { provide: FEATURES, useValue: features },
    {
      provide: MAT_FORM_FIELD_DEFAULT_OPTIONS,
      useValue: { appearance: 'outline', subscriptSizing: 'dynamic' },
    },
    provideAppInitializer(() => {
      inject(Theme).begin();
      // Who comes to log in need not be asked for.
      if (!location.pathname.startsWith('/login')) inject(Session).begin();
      return inject(Language).begin();
    }),
  ],
};
