import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { HOST } from './media-variants.js';

const FRAME_MS = 20;

/** Plays packets to many ports at 50 a second each, the ports' turns spread over the 20 ms as those of calls are. */
export class MediaPlayer {
  private constructor(
    private readonly socket: Socket,
    readonly port: number,
  ) {}

  static async open(): Promise<MediaPlayer> {
    const socket = createSocket('udp4').bind(0, HOST);
    await once(socket, 'listening');
    return new MediaPlayer(socket, socket.address().port);
  }

  /** @returns when the packets left, {@link monotonicMs}: the first to each port in turn, then the second, and so on */
  async play(packets: readonly Buffer[], ports: readonly number[]): Promise<Float64Array> {
    const begin = monotonicMs();
    const sentAt = new Float64Array(packets.length * ports.length);
    for (let sent = 0; sent < sentAt.length;) {
      const due = ((monotonicMs() - begin) * ports.length) / FRAME_MS;
      for (; sent < due && sent < sentAt.length; sent++) {
        const packet = packets[Math.floor(sent / ports.length)] as Buffer;
        this.socket.send(packet, ports[sent % ports.length] as number, HOST);
        sentAt[sent] = monotonicMs();
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    return sentAt;
  }

  close(): void {
    this.socket.close();
  }
}

/** A clock that all processes of a machine share. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
