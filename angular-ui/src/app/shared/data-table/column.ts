/** A column of a table; a `<ng-template appCell="key">` draws its cells. */
export interface Column {
  readonly key: string;
  /** Key of the heading's text. */
  readonly label: string;
  /** Whether the list can be sorted by it. */
  readonly isSortable?: boolean;
  readonly isNumber?: boolean;
  /** For buttons: its heading is for listeners only. */
  readonly isActions?: boolean;
  /** CSS width; the others share what is left. */
  readonly width?: string;
}
