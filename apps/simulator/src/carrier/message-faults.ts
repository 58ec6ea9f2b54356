/** What a machine may do while it records a message: its mailbox is full, it is held, it changes what it understands. */
export const MESSAGE_FAULTS = ['hang-up', 'hold', 'other-codec'] as const;

export interface MessageFault {
  readonly kind: (typeof MESSAGE_FAULTS)[number];
  /** After so much of the message, ms. */
  readonly afterMs: number;
  /** How long it is held, ms. */
  readonly forMs: number;
}

/** What is ordered of machines, by their numbers; each does it once. */
export class MessageFaults {
  private readonly ordered = new Map<string, MessageFault>();

  order(number: string, fault: MessageFault): void {
    this.ordered.set(number, fault);
  }

  take(number: string): MessageFault | undefined {
    const fault = this.ordered.get(number);
    this.ordered.delete(number);
    return fault;
  }
}
