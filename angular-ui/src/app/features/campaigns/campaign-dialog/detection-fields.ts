import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { ReactiveFormsModule } from '@angular/forms';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import { MatSlideToggle } from '@angular/material/slide-toggle';
import { TranslatePipe } from '@ngx-translate/core';
import type { InstanceView, RecordingView } from '../../../core/api/schema';
import { FieldError } from '../../../shared/form/field-error';
import { InstanceNamePipe } from '../../../shared/instances/instance-name.pipe';
import { inOrder, sentenceOf } from '../../../shared/detectors/detection-profiles';
import type { CampaignForm } from './campaign-form';

/** What a campaign does about answering machines. */
@Component({
  selector: 'app-detection-fields',
  imports: [
    FieldError,
    InstanceNamePipe,
    MatFormFieldModule,
    MatSelectModule,
    MatSlideToggle,
    ReactiveFormsModule,
    TranslatePipe,
  ],
  templateUrl: './detection-fields.html',
  styleUrl: './detection-fields.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DetectionFields {
  readonly form = input.required<CampaignForm>();
  readonly detectors = input.required<readonly InstanceView[]>();
  /** Those of the campaign's group. */
  readonly recordings = input.required<readonly RecordingView[]>();

  protected readonly profiles = computed(() => inOrder(this.detectors()));
  protected readonly meanings = ['PERSON', 'MACHINE'] as const;

  /** What is said of the detector that is chosen. */
  protected sentence(): string | undefined {
    const chosen = this.detectors().find(({ id }) => id === this.form().controls.amdDetectorId.value);
    return chosen && sentenceOf(chosen);
  }
}
