/** A whole number that may be larger than 32 bits; JavaScript knows those up to 2^53. */
export const bigNumber = {
  type: 'bigint',
  transformer: {
    from: (stored: string | null) => (stored === null ? null : Number(stored)),
    to: (value: number | null) => value,
  },
} as const;
