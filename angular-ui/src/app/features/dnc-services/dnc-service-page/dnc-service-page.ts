import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import { mdiAlertCircleOutline } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { tap } from 'rxjs';
import { Api } from '../../../core/api/api';
import { ProblemText } from '../../../core/feedback/problem-text';
import { DayPipe, NumberPipe } from '../../../core/i18n/format.pipes';
import { Banner } from '../../../shared/banner/banner';
import { Empty } from '../../../shared/empty/empty';
import { InstanceHealth } from '../../../shared/instances/instance-health/instance-health';
import { loaded } from '../../../shared/list/loaded';
import { dncServiceKind } from '../dnc-service-kind';
import { ListAge } from '../list-age/list-age';
import { NumberLookUp } from '../number-look-up/number-look-up';
import { NumberUpload } from '../number-upload/number-upload';
import { InstanceNamePipe } from '../../../shared/instances/instance-name.pipe';

/** A do-not-call service: how old its list may be, and the list itself where it is kept here (manual §2.5). */
@Component({
  selector: 'app-dnc-service-page',
  imports: [
    Banner,
    DayPipe,
    Empty,
    InstanceHealth,
    InstanceNamePipe,
    ListAge,
    MatButton,
    MatProgressBar,
    NumberLookUp,
    NumberPipe,
    NumberUpload,
    RouterLink,
    TranslatePipe,
  ],
  templateUrl: './dnc-service-page.html',
  styleUrl: './dnc-service-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DncServicePage {
  private readonly api = inject(Api);
  private readonly problems = inject(ProblemText);

  /** Of the address. */
  readonly id = input.required<string>();

  protected readonly kind = dncServiceKind();
  protected readonly icons = { failed: mdiAlertCircleOutline };
  protected readonly service = loaded(() =>
    this.kind.api.get(this.id()).pipe(
      tap(({ keepsNumbers }) => {
        if (keepsNumbers) this.count.reload();
      }),
    ),
  );
  protected readonly count = loaded(
    () => this.api.get('/api/v1/dnc-services/{id}/numbers', { path: { id: this.id() } }),
    { eager: false },
  );
  protected readonly age = loaded(() =>
    this.api.get('/api/v1/dnc-services/{id}/list-age', { path: { id: this.id() } }),
  );
  protected readonly lookAgain = () => {
    this.count.reload();
    this.age.reload();
  };

  protected failed(problem: unknown): string | undefined {
    return problem === undefined ? undefined : this.problems.of(problem);
  }
}
