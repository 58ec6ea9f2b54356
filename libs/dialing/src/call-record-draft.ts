import type { LeadResult } from '@marcador/domain/lead-status.js';
import type { CallFailure } from '@marcador/domain/sip-result.js';
import type { NewCallRecord } from '@marcador/persistence/entities/call-record.entity.js';
import type { ClaimedLead } from '@marcador/persistence/leads/lead-claims.js';
import type { OutboundCall } from '@marcador/telephony/dialer-port.js';
import type { MediaFigures } from '@marcador/telephony/media/media-figures.js';
import type { CallVerdict } from '@marcador/plugin-host/amd-verdict.js';
import type { LeftMessage } from './machine-message.js';
import type { CampaignSettings } from './running-campaign.js';

/** The call record of an attempt while the attempt goes on. */
export class CallRecordDraft {
  answeredAt: Date | undefined;
  transferredAt: Date | undefined;
  transferSipCode: number | undefined;
  endedAt: Date | undefined;
  media: MediaFigures | undefined;
  /** The message that was left at a machine, as far as it was. */
  message: LeftMessage['begun'];
  private call: Pick<OutboundCall, 'callId' | 'dialledAt' | 'ringingAt'> | undefined;
  private failure: Extract<CallFailure, { kind: 'response' }> | undefined;
  private amd: { verdict: CallVerdict; at: Date } | undefined;
  private dnc: { instanceId: string | null; service: string; verdict: 'CLEAR' | 'LISTED' } | undefined;

  constructor(
    private readonly lead: ClaimedLead,
    private readonly campaign: Pick<CampaignSettings, 'id' | 'name' | 'groupId'>,
    private readonly node: string,
    private readonly port: string,
  ) {}

  /** @param services those on whose word it rests */
  checked(
    verdict: 'clear' | 'listed',
    services: readonly { readonly id: string; readonly name: string }[],
  ): void {
    const [only, ...others] = services;
    this.dnc = {
      instanceId: only === undefined || others.length > 0 ? null : only.id,
      service: services.map(({ name }) => name).join(', '),
      verdict: verdict === 'clear' ? 'CLEAR' : 'LISTED',
    };
  }

  rang(call: Pick<OutboundCall, 'callId' | 'dialledAt' | 'ringingAt'>): void {
    this.call = call;
  }

  failed(failure: CallFailure): void {
    if (failure.kind === 'response') this.failure = failure;
  }

  analysed(verdict: CallVerdict, at: Date): void {
    this.amd = { verdict, at };
  }

  /** What the detector heard, where it said so. */
  get amdExplanation(): object | undefined {
    return this.amd?.verdict.explanation;
  }

  /** The record as it is stored. */
  finish(result: LeadResult, endedAt: Date): NewCallRecord {
    return {
      campaignId: this.campaign.id,
      campaignName: this.campaign.name,
      groupId: this.campaign.groupId,
      leadId: this.lead.leadId,
      leadName: this.lead.name,
      phone: this.lead.phone,
      attempt: this.lead.attempt,
      node: this.node,
      port: this.call === undefined ? null : this.port,
      callId: this.call?.callId ?? null,
      claimedAt: this.lead.claimedAt,
      dialledAt: this.call?.dialledAt ?? null,
      ringingAt: this.call?.ringingAt ?? null,
      answeredAt: this.answeredAt ?? null,
      amdAt: this.amd?.at ?? null,
      transferredAt: this.transferredAt ?? null,
      endedAt,
      result: result.status,
      subReason: result.subReason ?? null,
      sipCode: this.failure?.sipCode ?? (this.answeredAt === undefined ? null : 200),
      q850Cause: this.failure?.q850Cause ?? null,
      amdAnsweredBy: this.amd?.verdict.answeredBy ?? null,
      amdMachine: this.amd?.verdict.machine ?? null,
      amdReason: this.amd?.verdict.reason ?? null,
      amdConfidence: this.amd?.verdict.confidence ?? null,
      amdDecidedMs: this.amd === undefined ? null : Math.round(this.amd.verdict.atMs),
      amdMeasurements: this.amd === undefined ? null : { ...this.amd.verdict.measurements },
      messageAt: this.message?.at ?? null,
      messagePlayedMs: this.message?.playedMs ?? null,
      dncInstanceId: this.dnc?.instanceId ?? null,
      dncService: this.dnc?.service ?? null,
      dncVerdict: this.dnc?.verdict ?? null,
      transferSipCode: this.transferSipCode ?? null,
      audioCodec: this.media?.codec ?? null,
      audioEncrypted: this.media?.encrypted ?? null,
      audioPacketsSent: this.media?.packetsSent ?? null,
      audioPacketsReceived: this.media?.packetsReceived ?? null,
      audioPacketsLost: this.media?.packetsLost ?? null,
      audioJitterMs: this.media?.jitterMs ?? null,
      audioRemotePacketsLost: this.media?.remotePacketsLost ?? null,
      audioRemoteJitterMs: this.media?.remoteJitterMs ?? null,
      audioRoundTripMs: this.media?.roundTripMs ?? null,
    };
  }
}
