import type { ExtensionView, InstanceView } from '../../../core/api/schema';
import type { InstanceKind } from '../instance-kind';

/** What the dialog is opened for. */
export interface InstanceDialogData {
  readonly kind: InstanceKind;
  /** The types of the kind. */
  readonly types: readonly ExtensionView[];
  /** `undefined`: a new one. */
  readonly instance: InstanceView | undefined;
}
