import { FRAME_SAMPLES } from './audio-codec.js';
import { AudioSender, type SendFormat } from './audio-sender.js';
import { pcma, pcmu, type G711Codec } from './g711.js';
import { parseRtp, type RtpPacket } from './rtp-packet.js';

const LEVEL = 8316;
const packetsOf60Ms = (codec: G711Codec): SendFormat => ({
  payloadType: codec.payloadType,
  encoder: codec,
  packetSamples: 3 * FRAME_SAMPLES,
  eventPayloadType: undefined,
});

it('puts audio of one coding into a packet, whenever another one is agreed', () => {
  const sent: RtpPacket[] = [];
  const sender = new AudioSender((datagram) => void sent.push(parseRtp(datagram) as RtpPacket));
  sender.play((frame) => frame.fill(LEVEL) !== undefined);
  for (let frame = 0; frame < 5; frame++) sender.beat(packetsOf60Ms(pcmu));
  sender.beat(packetsOf60Ms(pcma));
  expect(sent.map(({ payloadType }) => payloadType)).toEqual([pcmu.payloadType, pcma.payloadType]);
  sent.forEach(({ payload }, i) => {
    const samples = new Int16Array(payload.length);
    (i === 0 ? pcmu : pcma).decode(payload, samples);
    for (const sample of samples) expect(Math.abs(sample - LEVEL)).toBeLessThan(300);
  });
});
