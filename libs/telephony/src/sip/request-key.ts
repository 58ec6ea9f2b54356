import { branchOf } from './via.js';

/** What a request is sent again under, and its response finds it by. */
export function requestKey(via: string, method: string): string {
  return `${branchOf(via)}|${method}`;
}
