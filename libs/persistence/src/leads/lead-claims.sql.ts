/*
 * Each statement is a transaction of its own, and ends in a SELECT or RETURNING of what it did.
 *
 * Lock order of claiming: leads (skipping what is locked), then numbers in ascending order, so that two who claim
 * different campaigns with the same numbers wait for each other in one direction only.
 */

/** campaign, count, node, now, token */
export const CLAIM = `
  WITH begun AS MATERIALIZED (
    SELECT pg_advisory_xact_lock_shared(hashtextextended($5::text, 0))
  ), due AS MATERIALIZED (
    SELECT id, name, phone, attempts + 1 AS attempt, next_attempt_at
    FROM lead
    WHERE campaign_id = $1 AND next_attempt_at <= $4 AND NOT claimed
      AND EXISTS (SELECT FROM begun)
      AND NOT EXISTS (SELECT FROM claim WHERE claim.phone = lead.phone)
    ORDER BY next_attempt_at, id
    LIMIT $2
    FOR NO KEY UPDATE OF lead SKIP LOCKED
  ), taken AS (
    INSERT INTO claim (lead_id, campaign_id, phone, attempt, token, node, claimed_at)
    SELECT id, $1, phone, attempt, $5::uuid, $3, $4 FROM due ORDER BY phone
    ON CONFLICT DO NOTHING
    RETURNING lead_id
  ), marked AS (
    UPDATE lead SET claimed = true FROM taken WHERE lead.id = taken.lead_id
  )
  SELECT id AS "leadId", name, phone, attempt
  FROM due JOIN taken ON taken.lead_id = due.id
  ORDER BY next_attempt_at, id`;

/** Arrays of leads, tokens, ports and instants. */
export const MARK_DIALLING = `
  WITH given AS (
    SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::text[], $4::timestamptz[]) AS given(lead_id, token, port, at)
  ), marked AS (
    UPDATE claim SET port = given.port, dialling_at = given.at FROM given
    WHERE claim.lead_id = given.lead_id AND claim.token = given.token
    RETURNING claim.lead_id, claim.token
  )
  SELECT lead_id AS "leadId", token FROM marked`;

/** lead, token, instant before which it is not due, or null */
export const RELEASE = giveBack(
  'lead_id = $1 AND token = $2',
  'next_attempt_at = GREATEST(next_attempt_at, $3)',
);

/** token. Waits for the claim if it is still under way: its answer may be lost before it has done its work. */
export const AWAIT_CLAIM = 'SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))';

/** token */
export const ABANDON = giveBack('token = $1 AND dialling_at IS NULL');

function giveBack(condition: string, ...changes: string[]): string {
  return `
  WITH released AS (
    DELETE FROM claim WHERE ${condition} RETURNING lead_id
  ), returned AS (
    UPDATE lead SET ${['claimed = false', ...changes].join(', ')} FROM released WHERE lead.id = released.lead_id
  )
  SELECT lead_id FROM released`;
}

/**
 * Settlements as a JSON array. A claim is known by its lead and token: the repetition of a settlement must not end
 * a later claim of the lead.
 */
export const settle = (recordColumns: readonly string[]) => `
  WITH outcome AS MATERIALIZED (
    SELECT DISTINCT ON (lead_id, token) *
    FROM jsonb_to_recordset($1::jsonb) AS given(
      lead_id bigint, token uuid, attempts smallint, status text, sub_reason text, final boolean,
      next_attempt_at timestamptz, ended_at timestamptz, explanation jsonb, record jsonb)
  ), ended AS (
    DELETE FROM claim USING outcome
    WHERE claim.lead_id = outcome.lead_id AND claim.token = outcome.token
    RETURNING claim.lead_id, claim.token, claim.campaign_id
  ), recorded AS (
    INSERT INTO call_record (${recordColumns.join(', ')})
    SELECT ${recordColumns.map((column) => `record.${column}`).join(', ')}
    FROM outcome JOIN ended USING (lead_id, token),
      LATERAL jsonb_populate_record(NULL::call_record, outcome.record) AS record
    ORDER BY outcome.ended_at
    RETURNING id, lead_id
  ), explained AS (
    INSERT INTO amd_explanation (call_record_id, ended_at, explanation)
    SELECT recorded.id, outcome.ended_at, outcome.explanation
    FROM outcome JOIN ended USING (lead_id, token) JOIN recorded USING (lead_id)
    WHERE outcome.explanation IS NOT NULL
  ), updated AS (
    UPDATE lead
    SET status = outcome.status, sub_reason = outcome.sub_reason, attempts = outcome.attempts,
      final = outcome.final, last_ended_at = outcome.ended_at, claimed = false,
      next_attempt_at =
        CASE WHEN outcome.attempts < campaign.max_attempts THEN outcome.next_attempt_at END
    FROM outcome JOIN ended USING (lead_id, token) JOIN campaign ON campaign.id = ended.campaign_id
    WHERE lead.id = outcome.lead_id
  )
  SELECT lead_id FROM ended`;

export const LEFT_OVER = `
  SELECT lead_id AS "leadId", claim.campaign_id AS "campaignId", name, claim.phone, attempt, token, node,
    claimed_at AS "claimedAt", port, dialling_at AS "diallingAt"
  FROM claim JOIN lead ON lead.id = claim.lead_id
  ORDER BY claimed_at, lead_id`;

/** campaign */
export const NEXT_DUE_AT = `
  SELECT next_attempt_at AS at FROM lead
  WHERE campaign_id = $1 AND next_attempt_at IS NOT NULL AND NOT claimed
  ORDER BY next_attempt_at, id
  LIMIT 1`;

/** campaign, numbers not wanted */
export const WAITING_NUMBER = `
  SELECT phone FROM lead
  WHERE campaign_id = $1 AND next_attempt_at IS NOT NULL AND NOT claimed AND phone <> ALL($2)
  ORDER BY next_attempt_at, id
  LIMIT 1`;

/** campaign */
export const HAS_UNFINISHED = `
  SELECT EXISTS (SELECT FROM lead WHERE campaign_id = $1 AND next_attempt_at IS NOT NULL AND NOT claimed)
      OR EXISTS (SELECT FROM claim WHERE campaign_id = $1) AS unfinished`;

/** campaign */
export const UNFINISHED = `
  SELECT (SELECT count(*) FROM lead WHERE campaign_id = $1 AND next_attempt_at IS NOT NULL AND NOT claimed)
       + (SELECT count(*) FROM claim WHERE campaign_id = $1) AS leads`;
