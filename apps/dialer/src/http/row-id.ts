const LARGEST_ID = 2n ** 63n - 1n;

/** Whether the text can be the id of a row that is counted up: a lead, a call record. */
export function isRowId(text: string): boolean {
  return /^\d{1,19}$/.test(text) && BigInt(text) <= LARGEST_ID;
}
