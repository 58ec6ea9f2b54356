import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import { mdiAccountOffOutline, mdiAlertCircleOutline, mdiMagnifyClose } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import { Problem } from '../../../core/api/problem';
import type { AgentState } from '../../../core/api/schema';
import { ProblemText } from '../../../core/feedback/problem-text';
import { NumberPipe } from '../../../core/i18n/format.pipes';
import { Clip } from '../../../shared/clip/clip.directive';
import { Empty } from '../../../shared/empty/empty';
import { listAddress } from '../../../shared/list/list-address';
import { loaded } from '../../../shared/list/loaded';
import { refreshed } from '../../../shared/list/refreshed';
import { Search } from '../../../shared/search/search';
import { AGENT_STATES, seatsOf, TONES } from './agent-states';

const PERIOD_MS = 5000;
/** More of them nobody looks through. */
const MOST_SHOWN = 600;

/** Who is logged on to a queue of a dial target and what they do, kept up to date while somebody looks. */
@Component({
  selector: 'app-queue-page',
  imports: [Clip, Empty, MatButton, MatProgressBar, NumberPipe, RouterLink, Search, TranslatePipe],
  templateUrl: './queue-page.html',
  styleUrl: './queue-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QueuePage {
  private readonly api = inject(Api);
  private readonly problems = inject(ProblemText);

  /** Of the address: the target's, and the queue's as the target names it. */
  readonly id = input.required<string>();
  readonly queueId = input.required<string>();

  protected readonly states = AGENT_STATES;
  protected readonly tones = TONES;
  protected readonly mostShown = MOST_SHOWN;
  protected readonly icons = {
    empty: mdiAccountOffOutline,
    failed: mdiAlertCircleOutline,
    notFound: mdiMagnifyClose,
  };
  private readonly target = loaded(() =>
    this.api.get('/api/v1/dial-targets/{id}', { path: { id: this.id() } }),
  );
  private readonly queues = loaded(() =>
    this.api.get('/api/v1/dial-targets/{id}/queues', { path: { id: this.id() } }),
  );
  protected readonly agents = refreshed(
    () =>
      this.api.get('/api/v1/dial-targets/{id}/queues/{queueId}/agents', {
        path: { id: this.id(), queueId: this.queueId() },
      }),
    PERIOD_MS,
  );

  protected readonly targetName = computed(() => this.target.value()?.name ?? '');
  protected readonly name = computed(
    () => this.queues.value()?.find(({ id }) => id === this.queueId())?.name ?? this.queueId(),
  );
  private readonly address = listAddress();
  protected readonly state = computed(() =>
    AGENT_STATES.find((state) => state === this.address.part()['state']),
  );
  protected readonly text = computed(() => this.address.part()['search'] ?? '');
  protected readonly found = computed(() =>
    seatsOf(this.agents.value()?.agents ?? [], this.state(), this.text()),
  );
  protected readonly shown = computed(() => this.found().slice(0, MOST_SHOWN));
  /** What was seen last is no help once the target does not answer; a lost connection has its own banner. */
  protected readonly failure = computed(() => {
    const problem = this.agents.problem();
    const isBridged = problem instanceof Problem && problem.isOffline && this.agents.value() !== undefined;
    return problem === undefined || isBridged ? undefined : this.problems.of(problem);
  });

  /** The state alone, or all again. */
  protected toggle(state: AgentState): void {
    this.address.change({ state: this.state() === state ? undefined : state });
  }

  protected searchFor(search: string): void {
    this.address.change({ search }, { replace: true });
  }
}
