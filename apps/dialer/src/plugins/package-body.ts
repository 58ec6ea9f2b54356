import { message } from '@marcador/messages/message.js';
import { PACKAGE_LIMITS } from '@marcador/plugin-host/packages/archive.js';
import type { BodyLimits } from '../http/whole-body.js';

/** A packed plugin. */
export const PACKAGE_BODY: BodyLimits = {
  types: [
    'application/gzip',
    'application/x-gzip',
    'application/x-compressed-tar',
    'application/octet-stream',
  ],
  megabytes: PACKAGE_LIMITS.packedMegabytes,
  wrongType: message('send-package'),
  tooLarge: message('plugin-too-large', { megabytes: PACKAGE_LIMITS.packedMegabytes }),
};
