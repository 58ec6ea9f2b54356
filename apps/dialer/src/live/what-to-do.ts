import type { Hindrance } from '@marcador/dialing/hindrances.js';

/** A sentence or two for those who ask why a campaign does not dial: what it is and, where there is something, what to do. */
export function whatToDo(hindrance: Hindrance): string {
  const trunk = 'trunk' in hindrance && hindrance.trunk !== undefined ? `Trunk "${hindrance.trunk}": ` : '';
  return trunk + sentences(hindrance);
}

function sentences(hindrance: Hindrance): string {
  switch (hindrance.kind) {
    case 'stopped':
      return 'The campaign is stopped: start it.';
    case 'group-disabled':
      return `The dialer group "${hindrance.group}" is disabled: have it enabled, then start the campaign.`;
    case 'outside-hours':
      return hindrance.next === null
        ? 'All schedule entries are over: stop the campaign and add one.'
        : `It is outside the hours of the schedule: the next entry opens at ${hindrance.next.toISOString()}.`;
    case 'all-leads-finished':
      return 'All leads are finished: stop the campaign and upload more.';
    case 'no-lead-due':
      return hindrance.next === null
        ? 'No lead is due: the last ones are in calls.'
        : `No lead is due: the next one is at ${hindrance.next.toISOString()}.`;
    case 'do-not-call-out-of-service':
      return `The do-not-call service "${hindrance.service}" gives no clear answers since ${hindrance.since.toISOString()}: ${hindrance.reason} It is asked again by itself; have the service looked after.`;
    case 'do-not-call-list-too-old':
      return listTooOld(hindrance);
    case 'cannot-send':
      return `Calls cannot leave this host since ${hindrance.since.toISOString()}: ${hindrance.reason} It is tried again by itself; check the network and telephony.rtpPorts.`;
    case 'queue-unreachable':
      return `Nothing is known of the queue's agents: ${hindrance.reason} It is tried again by itself; check the dial target.`;
    case 'no-free-agent':
      return noFreeAgent(hindrance);
    case 'agents-promised':
      return `Each of the ${hindrance.free} free agents has a call under way to them.`;
    case 'pacing':
      return `The pacing strategy wants no further call for ${hindrance.free} free agents and ${hindrance.inFlight} calls under way.`;
    case 'no-port-registered':
      return noPortRegistered(hindrance);
    case 'all-ports-busy':
      return `All ${hindrance.ports} dialer ports are in calls: where that is often so, configure more of them.`;
    case 'calls-per-second':
      return 'The limit of calls per second is reached: the next call begins in a moment.';
    case 'trunk-held-back':
      return `The communication platform is overloaded and wants no calls until ${hindrance.until.toISOString()}: they go on by themselves; where that is often so, lower telephony.trunks[].callsPerSecond.`;
  }
}

function listTooOld({
  service,
  listDate,
  days,
  oldestDays,
}: Extract<Hindrance, { kind: 'do-not-call-list-too-old' }>): string {
  const list = `The list of the do-not-call service "${service}"`;
  return listDate === null
    ? `${list} is of a day that nobody knows, and its age in days may be ${oldestDays} at most: see to a list of a known day, or allow any age.`
    : `${list} is of ${listDate}, its age in days is ${days}, and ${oldestDays} are the most: see to a newer one, or allow an older one.`;
}

function noFreeAgent({ loggedOn, busy }: Extract<Hindrance, { kind: 'no-free-agent' }>): string {
  if (loggedOn === 0) return 'No agent is logged on to the queue: have somebody log on.';
  const what =
    busy && `: ${busy.talking} in calls, ${busy.wrapUp} in wrap-up, ${busy.unavailable} not available`;
  return `None of the ${loggedOn} agents who are logged on to the queue is free${what ?? ''}.`;
}

function noPortRegistered({ ports, refused }: Extract<Hindrance, { kind: 'no-port-registered' }>): string {
  const [first] = refused;
  if (first === undefined)
    return `None of the ${ports} dialer ports is registered: the registrar does not answer. Check telephony.trunks[].servers and the network.`;
  const others = first.ports === 1 ? '' : ` and ${first.ports - 1} others`;
  return `None of the ${ports} dialer ports is registered: the registrar answers ${first.sipCode} to ${first.port}${others}. Check the subscribers and their passwords.`;
}
