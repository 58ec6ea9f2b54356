/** Characters that a lead's texts have at most. */
export const LONGEST_NAME = 200;
export const LONGEST_DESCRIPTION = 1000;

/** So many rows of an upload that were not loaded its report shows of each sort. */
export const ROWS_SHOWN = 1000;
