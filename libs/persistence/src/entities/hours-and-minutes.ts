/** PostgreSQL adds seconds to a time of day; the rules of the domain know none. */
export const hoursAndMinutes = {
  to: (time: string): string => time,
  from: (time: string): string => time.slice(0, 5),
};
