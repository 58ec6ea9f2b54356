import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { mdiAlertCircleOutline } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import { ProblemText } from '../../../core/feedback/problem-text';
import { MomentPipe, NumberPipe } from '../../../core/i18n/format.pipes';
import { Formats } from '../../../core/i18n/formats';
import { Banner } from '../../../shared/banner/banner';
import { Empty } from '../../../shared/empty/empty';
import { refreshed } from '../../../shared/list/refreshed';
import { Diagnostics } from '../diagnostics/diagnostics';
import type { InstanceState } from '../instance-states/instance-state';
import { InstanceStates } from '../instance-states/instance-states';
import { PortList } from '../port-list/port-list';
import { ServerList } from '../server-list/server-list';
import { UptimePipe } from '../uptime.pipe';

const PERIOD_MS = 5000;
/** Every configured service is asked for it. */
const HEALTH_PERIOD_MS = 30_000;

/** What the service is and how it fares, kept up to date. */
@Component({
  selector: 'app-system-page',
  imports: [
    Banner,
    Diagnostics,
    Empty,
    InstanceStates,
    MatButton,
    MatProgressBar,
    MomentPipe,
    NumberPipe,
    PortList,
    ServerList,
    TranslatePipe,
    UptimePipe,
  ],
  templateUrl: './system-page.html',
  styleUrl: './system-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SystemPage {
  private readonly api = inject(Api);
  private readonly problems = inject(ProblemText);

  protected readonly formats = inject(Formats);
  protected readonly icons = { failed: mdiAlertCircleOutline };
  protected readonly system = refreshed(() => this.api.get('/api/v1/system'), PERIOD_MS);
  protected readonly health = refreshed(() => this.api.get('/api/v1/system/health'), HEALTH_PERIOD_MS);

  protected readonly registered = computed(
    () => this.system.value()?.ports.filter(({ registration }) => registration === 'registered').length ?? 0,
  );
  protected readonly busy = computed(() => this.system.value()?.ports.filter(({ busy }) => busy).length ?? 0);
  /** Names are the same in every language. */
  protected readonly versions = computed(() => {
    const { service = '', postgres = '', node = '', pluginApi = '' } = this.system.value()?.versions ?? {};
    return [
      { name: 'Marcador', value: service },
      { name: 'PostgreSQL', value: postgres },
      { name: 'Node.js', value: node },
      { name: 'Plugin API', value: pluginApi },
    ];
  });
  /** How an instance fares is known later than that it is there. */
  protected readonly instances = computed<readonly InstanceState[]>(() => {
    const asked = new Map(this.health.value()?.instances.map((each) => [each.id, each]));
    const all = [...(this.system.value()?.instances ?? [])].sort((a, b) => a.name.localeCompare(b.name));
    return all.map(({ id, kind, name }) => ({ id, kind, name, health: asked.get(id) }));
  });
  protected readonly failure = computed(() => {
    const problem = this.system.problem();
    return problem === undefined ? undefined : this.problems.of(problem);
  });
}
