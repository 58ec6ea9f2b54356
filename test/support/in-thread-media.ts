import { LocalMedia } from '@marcador/telephony/media/local-media.js';
import type { MediaWorkersOptions } from '@marcador/telephony/media/media-workers.js';

/** Media without worker threads, for tests of SIP: that is the same wherever the audio is. */
export function inThread({ address, rtpPorts, log }: MediaWorkersOptions): Promise<LocalMedia> {
  return Promise.resolve(new LocalMedia(address, rtpPorts, log));
}
