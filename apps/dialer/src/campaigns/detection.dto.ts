import type { MachineKind } from '@marcador/domain/answering-machine.js';
import { ApiProperty } from '@nestjs/swagger';

const count = { type: 'integer', minimum: 0 } as const;

/** Calls in which a machine was detected, by what it was known by. */
export class MachineCountsView implements Record<MachineKind, number> {
  @ApiProperty({ ...count, description: 'it talked on' })
  greeting!: number;
  @ApiProperty(count)
  beep!: number;
  @ApiProperty({ ...count, description: 'a fax called or answered' })
  fax!: number;
  @ApiProperty({ ...count, description: 'the network said that the number is out of service' })
  intercept!: number;
  @ApiProperty({ ...count, description: 'nobody said anything' })
  silence!: number;
  @ApiProperty({ ...count, description: 'the detector did not say' })
  unknown!: number;
}

/** What became of the recorded messages that were to be left at machines. */
export class MessageCountsView {
  @ApiProperty({ ...count, description: 'left as a whole' })
  left!: number;
  @ApiProperty({ ...count, description: 'the machine hung up, or the call was ended' })
  cutOff!: number;
  @ApiProperty({ ...count, description: 'not left: the greeting did not end' })
  greetingTooLong!: number;
  @ApiProperty({ ...count, description: 'not left: the recording or the audio failed' })
  failed!: number;
}

/** Who answered the calls of a campaign, as its detectors say. Each call with a verdict is a person's, a machine's, undecided or unheard. */
export class DetectionCountsView {
  @ApiProperty({
    ...count,
    description: 'answered calls that were listened to: all of the following together',
  })
  calls!: number;
  @ApiProperty({ ...count, description: 'a person, as the detector decided' })
  persons!: number;
  @ApiProperty()
  machines!: MachineCountsView;
  @ApiProperty({ ...count, description: 'the detector could not tell: they counted as the campaign says' })
  undecided!: number;
  @ApiProperty({
    ...count,
    description: 'detector, media worker or audio failed, so that they counted as persons',
  })
  unheard!: number;
  @ApiProperty({ description: 'of the calls to machines' })
  messages!: MessageCountsView;
}
