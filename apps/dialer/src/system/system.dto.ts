import type { MessageCode, MessageParams } from '@marcador/messages/message.js';
import type { PortState, TrunkState } from '@marcador/telephony/dialer-port.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { HoldReason } from '@marcador/telephony/sip/servers/server-state.js';
import type { SipTransport } from '@marcador/telephony/sip/transport/hop.js';
import { EXTENSION_KIND, HOLD_REASON, REGISTRATION_STATE, SIP_TRANSPORT } from '../http/named-enums.js';
import { CODE, PARAMS } from '../http/message.dto.js';

class VersionsView {
  @ApiProperty({ description: 'of the service' })
  service!: string;
  @ApiProperty({ description: 'of the contract with plugins' })
  pluginApi!: string;
  @ApiProperty({ description: 'of Node.js' })
  node!: string;
  @ApiProperty({ description: 'of the PostgreSQL server' })
  postgres!: string;
}

/** Why nothing new goes to a server. */
class HeldBackView {
  @ApiProperty({ description: 'when it is asked again' })
  until!: Date;
  @ApiProperty(HOLD_REASON)
  reason!: HoldReason;
}

/** A server of a trunk; one that has several addresses is there with each of them. */
class TrunkServerView {
  @ApiProperty({ description: 'as it is configured' })
  server!: string;
  @ApiProperty(SIP_TRANSPORT)
  transport!: SipTransport;
  @ApiPropertyOptional({ description: 'address and port; missing where it cannot be found' })
  address?: string;
  @ApiProperty({ description: 'whether new registrations and calls go there' })
  inUse!: boolean;
  @ApiPropertyOptional()
  heldBack?: HeldBackView;
  @ApiPropertyOptional({ description: 'why it cannot be found' })
  problem?: string;
}

/** How much of its calls-per-second limit a trunk uses. */
class CallsPerSecondView {
  @ApiProperty({ type: 'integer', description: 'calls begun in the last second' })
  used!: number;
  @ApiProperty()
  limit!: number;
}

/** A communication platform. */
class TrunkView {
  @ApiProperty()
  name!: string;
  @ApiProperty({ type: 'integer', description: 'how many dialer ports it has' })
  ports!: number;
  @ApiProperty({ type: 'integer', description: 'how many of them are registered' })
  registered!: number;
  @ApiProperty({ type: 'integer', description: 'how many of them carry a call' })
  busy!: number;
  @ApiProperty({ type: 'integer', description: 'how many are registered and carry none' })
  idle!: number;
  @ApiProperty()
  callsPerSecond!: CallsPerSecondView;
  @ApiPropertyOptional({ description: 'no call leaves before: it answered one with 503 and Retry-After' })
  heldBackUntil?: Date;
  @ApiProperty({ type: [TrunkServerView], description: 'best first' })
  servers!: readonly TrunkServerView[];
}

/** A dialer port. */
class PortView {
  @ApiProperty()
  trunk!: string;
  @ApiProperty({ description: 'the SIP user' })
  name!: string;
  @ApiProperty(REGISTRATION_STATE)
  registration!: PortState['registration'];
  @ApiProperty({ description: 'since when the registration is as it is' })
  since!: Date;
  @ApiPropertyOptional({
    type: 'integer',
    description: 'what refused the registration; missing in a failed one: the registrar does not answer',
  })
  sipCode?: number;
  @ApiProperty({ description: 'whether it carries a call' })
  busy!: boolean;
}

/** SIP messages that were dropped without an answer since the process began. */
class RefusedMessagesView {
  @ApiProperty({ type: 'integer', description: 'requests from addresses that are no peers' })
  strangers!: number;
  @ApiProperty({ type: 'integer', description: 'requests of a peer above telephony.requestsPerSecond' })
  tooMany!: number;
  @ApiProperty({ type: 'integer', description: 'responses that belong to no request of ours' })
  strayResponses!: number;
  @ApiProperty({ type: 'integer', description: 'what is no SIP message' })
  unreadable!: number;
}

class RtpPacketsView {
  @ApiProperty({ type: 'integer' })
  received!: number;
  @ApiProperty({ type: 'integer' })
  sent!: number;
  @ApiProperty({ type: 'integer', description: 'of those to us' })
  lost!: number;
}

/** A thread that carries the audio of calls. */
class MediaWorkerView {
  @ApiProperty()
  name!: string;
  @ApiProperty({ description: 'whether it carries calls; one that has ended is replaced' })
  serving!: boolean;
  @ApiProperty({ type: 'integer', description: 'how often it was replaced' })
  restarts!: number;
  @ApiProperty({ type: 'integer', description: 'calls whose audio it carries' })
  streams!: number;
  @ApiProperty({ type: 'integer', description: 'calls that a detector listens to' })
  analyses!: number;
  @ApiProperty({ description: 'RTP, of the calls that have ended' })
  packets!: RtpPacketsView;
}

class InstanceStatusView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty(EXTENSION_KIND)
  kind!: string;
  @ApiProperty({ description: 'the id of the extension' })
  type!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  inService!: boolean;
  @ApiPropertyOptional({ description: 'why it is not in service' })
  reason?: string;
}

/** What the service is. */
export class SystemView {
  @ApiProperty()
  versions!: VersionsView;
  @ApiProperty({ description: 'the name in claims and call records' })
  nodeName!: string;
  @ApiProperty({ description: 'when the process began' })
  startedAt!: Date;
  @ApiProperty({ type: 'integer', description: 'since the process began' })
  uptimeSeconds!: number;
  @ApiProperty({ type: [TrunkView], description: 'the communication platforms' })
  trunks!: readonly TrunkState[];
  @ApiProperty({ type: [PortView], description: 'the dialer ports' })
  ports!: readonly PortView[];
  @ApiProperty()
  refusedMessages!: RefusedMessagesView;
  @ApiProperty({ type: [MediaWorkerView], description: 'the threads that carry audio' })
  mediaWorkers!: readonly MediaWorkerView[];
  @ApiProperty({ type: [InstanceStatusView], description: 'the configured instances of extensions' })
  instances!: readonly InstanceStatusView[];
}

class DatabaseHealthView {
  @ApiProperty()
  healthy!: boolean;
  @ApiProperty({ description: 'how long the answer to the simplest of questions took, milliseconds' })
  answerMs!: number;
}

class InstanceHealthView extends InstanceStatusView {
  @ApiProperty()
  healthy!: boolean;
  @ApiProperty({ description: 'what is wrong and what to do, or what answered' })
  message!: string;
  @ApiPropertyOptional(CODE)
  code?: MessageCode;
  @ApiPropertyOptional(PARAMS)
  params?: MessageParams;
}

/** How everything fares that the service needs. */
export class SystemHealthView {
  @ApiProperty()
  database!: DatabaseHealthView;
  @ApiProperty({ type: [InstanceHealthView], description: 'asked one beside the other, 10 s each at most' })
  instances!: InstanceHealthView[];
}
