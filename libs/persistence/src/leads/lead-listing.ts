import type { LeadStatus } from '@marcador/domain/lead-status.js';
import { asLookedFor } from '../listing.js';

/** By what the leads of a campaign can be put in order, each by an index of its own. */
export const LEAD_ORDERS = ['nextAttemptAt', 'name', 'phone', 'status', 'attempts'] as const;
export type LeadOrder = (typeof LEAD_ORDERS)[number];

/** What a lead is looked for by: it matches when any of these begins one of its fields. */
export interface LeadSearch {
  /** Whatever the case and the accents; no pattern. */
  readonly name: string;
  /** Digits. */
  readonly phones: readonly string[];
}

/** A place in the order of a list: pages begin behind it, or end before it. */
export interface LeadPosition {
  readonly key: string;
  readonly id: string;
}

/** Which of the leads of a campaign that are not finished. */
export interface LeadListing {
  readonly campaignId: string;
  readonly order: LeadOrder;
  readonly descending: boolean;
  readonly limit: number;
  readonly search?: LeadSearch;
  readonly status?: LeadStatus;
  /** Only leads behind this place; at most one of this and `before` is given. */
  readonly after?: LeadPosition;
  /** Only leads before this place. */
  readonly before?: LeadPosition;
}

/** Expression and type of what each order compares, as its index has it. */
const KEYS: Readonly<Record<LeadOrder, { readonly expression: string; readonly type: string }>> = {
  nextAttemptAt: { expression: 'next_attempt_at', type: 'timestamptz' },
  name: { expression: `${asLookedFor('name')} COLLATE "C"`, type: 'text' },
  phone: { expression: 'phone', type: 'text' },
  status: { expression: 'status', type: 'text' },
  attempts: { expression: 'attempts', type: 'smallint' },
};

const COLUMNS =
  'id, version, name, description, phone, attempts, status, sub_reason AS "subReason", next_attempt_at AS "nextAttemptAt"';
const LONGEST_NUMBER = 15;

interface Statement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/**
 * The leads of a page, each with its `key`, from its edge on: those before a place begin with the one next to it.
 * @param few the listing's search finds so few that they are sorted; otherwise the order's index is followed, in
 *   which enough of them are met soon. The planner cannot tell the two apart.
 */
export function pageStatement(listing: LeadListing, few: boolean): Statement {
  const { order, after, before, limit } = listing;
  const descending = listing.descending !== (before !== undefined);
  const edge = after ?? before;
  const { expression, type } = KEYS[order];
  const direction = descending ? 'DESC' : 'ASC';
  const { conditions, parameters } = conditionsOf(listing);
  const most = `$${parameters.push(limit)}`;
  const behind = (place: string) => {
    if (edge === undefined) return 'true';
    const [key, id] = [parameters.push(edge.key), parameters.push(edge.id)];
    return `(${place}, id) ${descending ? '<' : '>'} ($${key}::${type}, $${id}::bigint)`;
  };
  const select = `SELECT ${COLUMNS}, (${expression})::text AS key, ${expression} AS place FROM lead
    WHERE ${conditions.join(' AND ')}`;
  const ordered = (place: string) => `ORDER BY ${place} ${direction}, id ${direction} LIMIT ${most}`;
  if (few) {
    const page = `SELECT * FROM found WHERE ${behind('place')} ${ordered('place')}`;
    return { text: `WITH found AS MATERIALIZED (${select}) ${page}`, parameters };
  }
  const next = behind(expression);
  const parts = partsOf(order).map((part) => `(${select} AND ${part} AND ${next} ${ordered(expression)})`);
  return { text: `SELECT * FROM (${parts.join(' UNION ALL ')}) AS found ${ordered('place')}`, parameters };
}

/** How many leads the list has, as far as `most`. */
export function countStatement(listing: LeadListing, most: number): Statement {
  const { conditions, parameters } = conditionsOf(listing);
  return {
    text: `SELECT count(*) AS leads FROM (SELECT FROM lead WHERE ${conditions.join(' AND ')} LIMIT ${most}) AS found`,
    parameters,
  };
}

/** The index of due leads has the order of the next attempts, but for the few leads that are in a call. */
function partsOf(order: LeadOrder): readonly string[] {
  if (order !== 'nextAttemptAt') return ['true'];
  return ['NOT claimed', 'claimed AND id IN (SELECT lead_id FROM claim WHERE claim.campaign_id = $1)'];
}

function conditionsOf({ campaignId, search, status }: LeadListing) {
  const parameters: unknown[] = [campaignId];
  const conditions = ['campaign_id = $1', 'next_attempt_at IS NOT NULL'];
  if (status !== undefined) conditions.push(`status = $${parameters.push(status)}`);
  if (search !== undefined) {
    const prefix = `${search.name.replace(/[\\%_]/g, '\\$&')}%`;
    const found = [`${KEYS.name.expression} LIKE ${asLookedFor(`$${parameters.push(prefix)}::text`)}`];
    // Digits compare alike in every collation, so that the index serves whatever the database's is.
    for (const phone of search.phones) {
      parameters.push(phone, phone.padEnd(LONGEST_NUMBER, '9'));
      found.push(`phone BETWEEN $${parameters.length - 1} AND $${parameters.length}`);
    }
    conditions.push(`(${found.join(' OR ')})`);
  }
  return { conditions, parameters };
}
