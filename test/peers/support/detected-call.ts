import { listenWith } from '@marcador/plugin-host/amd-analysis.js';
import type { NewCallRecord } from '@marcador/persistence/entities/call-record.entity.js';
import type { Settlement } from '@marcador/persistence/leads/lead-claims.js';
import type { Telephony } from '@marcador/telephony/telephony.js';
import { campaign, engineOn, entry } from '../../support/engine.js';
import { FakeClaims } from '../../support/fake-claims.js';
import { PATIENT } from '../../support/patient-detector.js';
import { NUMBER } from './dialer.js';

const DETECTOR = new URL('../../../plugins/amd-cadence/dist/index.js', import.meta.url).href;

/** Claims that tell the first settlement. */
class FirstSettlement extends FakeClaims {
  private tell!: (record: NewCallRecord) => void;
  readonly record = new Promise<NewCallRecord>((resolve) => (this.tell = resolve));

  override async settle(settlement: Settlement): Promise<void> {
    await super.settle(settlement);
    this.tell(settlement.record);
  }
}

/**
 * The engine calls {@link NUMBER} for a campaign with the built-in detector, and transfers who is a person to 700.
 * @param message what is left at a machine, if anything is
 * @returns the call record
 */
export async function detectedCall({ pool }: Telephony, message?: Int16Array): Promise<NewCallRecord> {
  const claims = new FirstSettlement();
  const engine = engineOn(pool, undefined, claims);
  const input = { module: DETECTOR, type: 'amd-cadence', instanceId: 'm', config: PATIENT };
  engine.outside.detection = listenWith(input, PATIENT.limitMs);
  claims.add('c', [NUMBER], engine.clock.now());
  const messageRecordingId = message && 'r';
  if (message !== undefined) engine.outside.recording = () => Promise.resolve(message);
  engine.dialer.add(campaign('c', { amdInstanceId: 'm', messageRecordingId }), [entry('08:00', '18:00')]);
  engine.target.setFree('anna');
  return claims.record;
}
