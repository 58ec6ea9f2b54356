/** How a media worker fares. */
export interface MediaWorkerState {
  readonly name: string;
  /** Whether it carries calls now; one that has ended is replaced. */
  readonly serving: boolean;
  /** How often one that had ended was replaced. */
  readonly restarts: number;
  /** Calls whose audio it carries. */
  readonly streams: number;
  /** Of these: a detector listens. */
  readonly analyses: number;
  /** RTP packets of the calls that have ended. */
  readonly packets: RtpPackets;
}

export interface RtpPackets {
  readonly received: number;
  readonly sent: number;
  /** Of those to us. */
  readonly lost: number;
}
