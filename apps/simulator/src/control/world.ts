import type { Carrier } from '../carrier/carrier.js';
import type { Mailboxes } from '../carrier/mailboxes.js';
import type { MessageFaults } from '../carrier/message-faults.js';
import type { Registrar } from '../carrier/registrar.js';
import type { ContactCenter } from '../contact-center/contact-center.js';
import type { OsccApplications } from '../contact-center/oscc-applications.js';
import type { DoNotCallService } from '../dnc/do-not-call-service.js';
import type { EventLog } from '../event-log.js';
import type { FailableServer } from '../http/failable-server.js';
import type { VoicePortal } from '../voice-portal/voice-portal.js';

/** Everything that can be watched and troubled. */
export interface World {
  readonly log: EventLog;
  readonly carrier: Carrier;
  readonly registrar: Registrar;
  readonly mailboxes: Mailboxes;
  readonly messageFaults: MessageFaults;
  readonly contactCenter: ContactCenter;
  readonly applications: OsccApplications;
  readonly voicePortal: VoicePortal;
  readonly doNotCall: DoNotCallService;
  readonly servers: {
    readonly oscc: FailableServer;
    readonly voicePortal: FailableServer;
    readonly dnc: FailableServer;
  };
}

/** How things stand now. */
export function stateOf(world: World): object {
  return {
    lastSeq: world.log.lastSeq,
    calls: world.carrier.callCount,
    registrations: world.registrar.list(),
    agents: world.contactCenter.list(),
    channels: world.voicePortal.list(),
    doNotCallNumbers: world.doNotCall.size,
  };
}
