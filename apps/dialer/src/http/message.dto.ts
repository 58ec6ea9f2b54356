import type { Message, MessageCode, MessageParams } from '@marcador/messages/message.js';
import type { Reason } from '@marcador/plugin-host/reason.js';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { MESSAGE_CODE } from './named-enums.js';

export const CODE = {
  ...MESSAGE_CODE,
  description: 'for programs, which say the sentence in the language of their user; stable',
};
export const PARAMS = {
  type: 'object',
  additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  description: 'the values that stand in the sentence; days are YYYY-MM-DD',
} satisfies ApiPropertyOptions;

/** Something that the service says; the English sentence stands beside it. */
export abstract class MessageView implements Message {
  @ApiProperty(CODE)
  code!: MessageCode;
  @ApiProperty(PARAMS)
  params!: MessageParams;
}

/** As {@link MessageView}, where the sentence may be a plugin's own words, which have no code. */
export abstract class PerhapsMessageView implements Partial<Message> {
  @ApiPropertyOptional(CODE)
  code?: MessageCode;
  @ApiPropertyOptional(PARAMS)
  params?: MessageParams;
}

/** Why something is not as it should be. */
export class ReasonView extends PerhapsMessageView implements Reason {
  @ApiProperty({ description: 'in an English sentence' })
  reason!: string;
}
