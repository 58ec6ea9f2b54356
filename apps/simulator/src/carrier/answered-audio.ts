import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { MediaAgreement } from '@marcador/telephony/media/media-agreement.js';
import { pcma, pcmu, type G711Name } from '@marcador/telephony/rtp/g711.js';
import type { RtpPacket } from '@marcador/telephony/rtp/rtp-packet.js';
import { makeOffer } from '@marcador/telephony/sdp/offer-answer.js';
import { Hearing } from '../audio/hearing.js';
import type { RtpPlayer } from '../audio/rtp-player.js';
import type { Script } from '../audio/script.js';
import type { EventLog } from '../event-log.js';
import type { Answerer } from '../people/callee.js';
import type { Mailboxes } from './mailboxes.js';
import type { MessageFault } from './message-faults.js';

/** What the audio of answered calls goes through. */
export interface AudioSurroundings {
  readonly player: Pick<RtpPlayer, 'local' | 'play'>;
  readonly mailboxes: Mailboxes;
  readonly log: EventLog;
  readonly clock: Clock;
}

/** The call that the audio is of. */
export interface AnsweredCall {
  readonly callId: string;
  readonly by: Answerer;
  /** What it does while it records a message. */
  readonly fault: MessageFault | undefined;
  hangUp(): void;
  /** Sends an offer, made for that version of our description. */
  update(offer: (version: number) => string): void;
}

/** What is said to the dialer and heard of it in an answered call, and what comes of a message. */
export class AnsweredAudio {
  private readonly hearing: Hearing;
  private fault: MessageFault | undefined;
  private codec: G711Name;
  private stopPlaying: (() => void) | undefined;
  private timer: Timer | undefined;
  private over = false;

  constructor(
    private readonly call: AnsweredCall,
    private readonly agreement: MediaAgreement,
    script: Script,
    private readonly around: AudioSurroundings,
  ) {
    this.fault = call.fault;
    this.codec = agreement.codec === 'PCMU' ? 'PCMU' : 'PCMA';
    const { callId, by } = call;
    this.hearing = new Hearing((over) =>
      around.log.append({ type: 'message-begun', callId, heardBy: by, over }),
    );
    if (agreement.sends) this.play(script);
  }

  /** Says and hears nothing more. */
  stop(): void {
    if (this.over) return;
    this.over = true;
    this.stopPlaying?.();
    this.timer?.cancel();
    if (!this.hearing.hasBegun) return;
    const { overMs, messageMs } = this.hearing;
    const { callId, by } = this.call;
    this.around.log.append({ type: 'message-ended', callId, heardBy: by, messageMs, overMs });
    if (by === 'machine') this.around.mailboxes.keep(callId, this.hearing.message());
  }

  private play(script: Script): void {
    const { remote } = this.agreement;
    if (remote === undefined) return;
    const to = { ...remote.rtp, codec: this.codec === 'PCMU' ? pcmu : pcma };
    this.stopPlaying = this.around.player.play(to, script, (packet, speaking) => this.hear(packet, speaking));
  }

  private hear(packet: RtpPacket, speaking: boolean): void {
    this.hearing.hear(packet, speaking);
    const { fault } = this;
    if (fault === undefined || this.hearing.recordedMs <= fault.afterMs) return;
    this.fault = undefined;
    this.suffer(fault);
  }

  private suffer({ kind, forMs }: MessageFault): void {
    if (kind === 'hang-up') this.call.hangUp();
    else if (kind === 'other-codec') this.changeCodec();
    else {
      this.offer([this.codec], 'sendonly');
      this.timer = this.around.clock.setTimer(forMs, () => this.offer([this.codec], 'sendrecv'));
    }
  }

  private changeCodec(): void {
    this.codec = this.codec === 'PCMU' ? 'PCMA' : 'PCMU';
    this.offer([this.codec], 'sendrecv');
    this.stopPlaying?.();
    this.play([]);
  }

  private offer(codecs: readonly G711Name[], direction: 'sendonly' | 'sendrecv'): void {
    const local = { ...this.around.player.local, codecs, srtp: 'off', cryptos: [], sessionId: 1 } as const;
    this.call.update((version) => makeOffer({ ...local, version }).replace('a=sendrecv', `a=${direction}`));
  }
}
