import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatProgressBar } from '@angular/material/progress-bar';
import { MatSelectModule } from '@angular/material/select';
import { mdiFileMusicOutline } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { filter, map, tap } from 'rxjs';
import { Api } from '../../../../core/api/api';
import { Feedback } from '../../../../core/feedback/feedback';
import { Session } from '../../../../core/session/session';
import { FormDialog } from '../../../../shared/dialog/form-dialog';
import { FileDrop } from '../../../../shared/file-drop/file-drop';
import { FieldError } from '../../../../shared/form/field-error';
import { submission } from '../../../../shared/form/submission';

/** Uploads a WAV file as a message to leave at answering machines. Closes with whether it was kept. */
@Component({
  selector: 'app-recording-upload-dialog',
  imports: [
    FieldError,
    FileDrop,
    FormDialog,
    MatFormFieldModule,
    MatInput,
    MatProgressBar,
    MatSelectModule,
    ReactiveFormsModule,
    TranslatePipe,
  ],
  templateUrl: './recording-upload-dialog.html',
  styleUrl: './recording-upload-dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RecordingUploadDialog {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<RecordingUploadDialog, boolean>>(MatDialogRef);
  private readonly feedback = inject(Feedback);

  protected readonly action = 'recording.upload';
  protected readonly icon = mdiFileMusicOutline;
  protected readonly groups = inject(Session).user()?.groups ?? [];
  protected readonly submission = submission();
  protected readonly file = signal<File | undefined>(undefined);
  /** 0 to 1 */
  protected readonly sent = signal(0);
  private readonly hasTried = signal(false);
  protected readonly isFileMissing = computed(() => this.hasTried() && this.file() === undefined);
  protected readonly form = new FormGroup({
    name: new FormControl('', { nonNullable: true, validators: [Validators.required] }),
    groupId: new FormControl(this.groups.length === 1 ? (this.groups[0]?.id ?? '') : '', {
      nonNullable: true,
      validators: [Validators.required],
    }),
  });

  protected take(file: File): void {
    this.file.set(file);
    const { name } = this.form.controls;
    if (name.value === '') name.setValue(file.name.replace(/\.wav$/i, '').slice(0, 100));
  }

  protected async save(): Promise<void> {
    this.hasTried.set(true);
    const file = this.file();
    if (file === undefined) return;
    this.sent.set(0);
    const query = this.form.getRawValue();
    const done = await this.submission.send(this.form, () =>
      this.api.upload('/api/v1/recordings', { path: {}, query }, file, 'audio/wav').pipe(
        tap(({ sent }) => this.sent.set(sent)),
        map(({ answer }) => answer),
        filter((answer) => answer !== undefined),
      ),
    );
    if (done === undefined) return;
    this.feedback.done('recording.added', { name: done.answer.name });
    this.dialog.close(true);
  }
}
