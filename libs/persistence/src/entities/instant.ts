/** A point in time as JavaScript knows it: to the millisecond. */
export const instant = { type: 'timestamp with time zone', precision: 3 } as const;
