import { HttpErrorResponse, type HttpInterceptorFn } from '@angular/common/http';
import { inject } from '@angular/core';
import { Router } from '@angular/router';
import { catchError, from, switchMap, throwError } from 'rxjs';
import { problemOf } from '../api/problem';
import { WITHOUT_LOGIN } from '../api/request-context';
import { LoginAgain } from './login-again';

/** A request that finds the session ended is sent again once the user has logged in again. */
export const sessionInterceptor: HttpInterceptorFn = (request, next) => {
  const loginAgain = inject(LoginAgain);
  const router = inject(Router);
  return next(request).pipe(
    catchError((error: unknown) => {
      if (!(error instanceof HttpErrorResponse)) return throwError(() => error);
      const { code } = problemOf(error.status, error.error);
      if (code === 'password-change-required') void router.navigateByUrl('/password');
      if (code !== 'not-logged-in' || request.context.get(WITHOUT_LOGIN)) return throwError(() => error);
      return from(loginAgain.ask()).pipe(
        switchMap((again) => (again ? next(request) : throwError(() => error))),
      );
    }),
  );
};
