/** So many calls in a row are not refused for their callees' sake: where one in five is, once in ten million calls. */
const MOST_IN_A_ROW = 10;

/** The calls that each server has refused one after the other, without a word of whether it or the callee is to blame. */
export class RefusedCalls {
  private readonly rows = new Map<string, Set<string | undefined>>();

  /**
   * @param server its key
   * @param call names the call, however often its refusal arrives
   * @returns whether the server itself seems to be to blame: a new row begins then
   */
  add(server: string, call: string | undefined): boolean {
    const row = this.rows.get(server) ?? new Set();
    this.rows.set(server, row.add(call));
    if (row.size < MOST_IN_A_ROW) return false;
    this.rows.delete(server);
    return true;
  }

  /** It took a call, or refused it for its own sake. */
  endRow(server: string): void {
    this.rows.delete(server);
  }
}
