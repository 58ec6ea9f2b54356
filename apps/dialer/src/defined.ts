type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that have a value: a request's class has all its fields, also those that were not sent. */
export function defined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
