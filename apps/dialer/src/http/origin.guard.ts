import { message } from '@marcador/messages/message.js';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { forbidden } from './api-error.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what a page of another origin makes a browser send, beside the cookie's SameSite=Strict. Programs that are
 * no browsers send neither header and have no cookie that they do not mean to send.
 */
@Injectable()
export class OriginGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (SAFE_METHODS.has(request.method) || isOwn(request)) return true;
    throw forbidden(message('foreign-page'));
  }
}

function isOwn(request: Request): boolean {
  const { origin, host } = request.headers;
  if (origin !== undefined) return origin === `https://${host}`;
  const site = request.headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none';
}
