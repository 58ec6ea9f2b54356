/** Characters that a lead's texts have at most. */
export const LONGEST_NAME = 200;
export const LONGEST_DESCRIPTION = 1000;
