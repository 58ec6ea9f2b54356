import type { Session } from 'sip.js/lib/api/session.js';
import { SessionState } from 'sip.js/lib/api/session-state.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingInfoRequest } from 'sip.js/lib/core/messages/methods/info.js';
import { untilDialogEnds, type DialogDelegate } from '../sip/mend-dialogs.js';
import type { AnsweredSession } from './answered-session.js';

/** Bodies of INFO that are keys a person pressed: taken, and of no use to us (we listen to the audio). */
const KEYS = ['application/dtmf-relay', 'application/dtmf'];

/**
 * Takes over the requests inside a dialog from sip.js, which drops without a response whatever comes while the media of
 * the 2xx is still being set up: those wait. `answered` is asked for once the session stands.
 */
export function takeOverDialog(
  session: Session,
  dialog: SessionDialog,
  answered: () => AnsweredSession | undefined,
): void {
  const stock: DialogDelegate = dialog.delegate ?? {};
  const delegate: DialogDelegate = {
    ...stock,
    onBye: (request) =>
      onceSettled(
        session,
        () => stock.onBye?.(request),
        () => request.accept(),
      ),
    onNotify: (request) =>
      onceSettled(
        session,
        () => stock.onNotify?.(request),
        () => request.reject({ statusCode: 481 }),
      ),
    onRefer: (request) =>
      onceSettled(
        session,
        () => stock.onRefer?.(request),
        () => request.reject({ statusCode: 481 }),
      ),
    onInvite: (request) => {
      const reInvite = untilDialogEnds(request);
      onceSettled(
        session,
        () => void answered()?.renegotiation.onInvite(reInvite),
        () => reInvite.reject({ statusCode: 487 }),
      );
    },
    onUpdate: (request) =>
      onceSettled(
        session,
        () => void answered()?.renegotiation.onUpdate(request),
        () => request.reject({ statusCode: 481 }),
      ),
    onInfo: answerInfo,
    onAckTimeout: () => answered()?.lose('ack-missing'),
  };
  dialog.delegate = delegate;
}

/** INFO packages are not for us (RFC 6086 §4.2.2); of the older use keys are taken, other bodies not understood. */
export function answerInfo(request: IncomingInfoRequest): void {
  const { message } = request;
  const type = message.getHeader('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (message.hasHeader('info-package')) request.reject({ statusCode: 469, extraHeaders: ['Recv-Info:'] });
  else if (message.body === '' || (type !== undefined && KEYS.includes(type))) request.accept();
  else request.reject({ statusCode: 415, extraHeaders: [`Accept: ${KEYS.join(', ')}`] });
}

function onceSettled(session: Session, established: () => void, ended: () => void): void {
  if (session.state === SessionState.Established) established();
  else if (session.state === SessionState.Terminated) ended();
  else {
    const listener = () => {
      session.stateChange.removeListener(listener);
      // Whoever answered the call learns of it first.
      queueMicrotask(() => onceSettled(session, established, ended));
    };
    session.stateChange.addListener(listener);
  }
}
