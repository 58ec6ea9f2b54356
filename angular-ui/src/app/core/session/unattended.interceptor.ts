import { DOCUMENT } from '@angular/common';
import type { HttpInterceptorFn } from '@angular/common/http';
import { inject, Injectable } from '@angular/core';

/** What somebody does causes its requests within this time. */
const ATTENDED_MS = 60_000;
const SIGNS_OF_LIFE = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Whether somebody is there, as far as keyboard and pointer tell. */
@Injectable({ providedIn: 'root' })
class Attendance {
  private lastSign = Date.now();

  constructor() {
    const document = inject(DOCUMENT);
    for (const sign of SIGNS_OF_LIFE)
      document.addEventListener(sign, () => (this.lastSign = Date.now()), { capture: true, passive: true });
  }

  get isAttended(): boolean {
    return Date.now() - this.lastSign < ATTENDED_MS;
  }
}

/** Pages refresh themselves: the requests of one that was left open must not keep its session alive. */
export const unattendedInterceptor: HttpInterceptorFn = (request, next) =>
  next(
    inject(Attendance).isAttended ? request : request.clone({ setHeaders: { 'x-marcador-unattended': '1' } }),
  );
