import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { mdiDeleteOutline, mdiHistory, mdiPuzzleOutline } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { firstValueFrom, type Observable } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { PluginState, PluginView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { MomentPipe } from '../../../core/i18n/format.pipes';
import { RowAction } from '../../../shared/row-action/row-action';
import { ListHead } from '../../../shared/list-head/list-head';
import { Chip, type Tone } from '../../../shared/chip/chip';
import { Clip } from '../../../shared/clip/clip.directive';
import { Confirm } from '../../../shared/confirm/confirm';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { Empty } from '../../../shared/empty/empty';
import { wholeList } from '../../../shared/list/whole-list';
import { Said } from '../../../shared/said/said';
import { PluginUpload } from '../plugin-upload/plugin-upload';

const TONES: Readonly<Record<PluginState, Tone>> = {
  loaded: 'good',
  disabled: 'plain',
  refused: 'bad',
  missing: 'warn',
};

/** The plugins of the installation: those that come with it, and those that were installed. */
@Component({
  selector: 'app-plugin-list',
  imports: [
    Cell,
    Chip,
    Clip,
    DataTable,
    Empty,
    ListHead,
    MatButton,
    MatTooltip,
    MomentPipe,
    PluginUpload,
    RowAction,
    Said,
    TranslatePipe,
  ],
  templateUrl: './plugin-list.html',
  styleUrl: './plugin-list.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PluginList {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly feedback = inject(Feedback);

  protected readonly icons = { empty: mdiPuzzleOutline, remove: mdiDeleteOutline, rollBack: mdiHistory };
  protected readonly tones = TONES;
  protected readonly columns: readonly Column[] = [
    { key: 'name', label: 'plugins.name', isSortable: true },
    { key: 'brings', label: 'plugins.brings' },
    { key: 'source', label: 'plugins.source', isSortable: true },
    { key: 'state', label: 'plugins.state', width: '24%' },
    { key: 'actions', label: 'plugins.actions', isActions: true, width: '14rem' },
  ];
  protected readonly list = wholeList<PluginView>(() => this.api.get('/api/v1/plugins'), {
    sort: { key: 'source', descending: false },
    textOf: ({ name, extensions }) => [name, ...extensions.map(({ id }) => id)],
    // The latest first, and those that come with the product behind them.
    valueOf: ({ name, uploadedAt }, key) =>
      key === 'name' ? name : uploadedAt === undefined ? 0 : -new Date(uploadedAt).getTime(),
  });
  protected readonly idOf = ({ name }: PluginView): string => name;
  /** The plugin that is being changed. */
  protected readonly changing = signal<string | undefined>(undefined);

  /** One that is refused or missing is tried again by enabling it. */
  protected serves({ enabled, nodes }: PluginView): boolean {
    return enabled && nodes.every(({ state }) => state === 'loaded');
  }

  protected async enable({ id = '', name }: PluginView): Promise<void> {
    await this.change(id, this.api.post('/api/v1/plugins/{id}/enable', { path: { id } }), {
      done: 'plugins.enabledDone',
      name,
    });
  }

  protected async disable({ id = '', name }: PluginView): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'plugins.disableTitle',
      text: 'plugins.disableText',
      params: { name },
      action: 'plugins.disable',
    });
    if (!isSure) return;
    await this.change(id, this.api.post('/api/v1/plugins/{id}/disable', { path: { id } }), {
      done: 'plugins.disabledDone',
      name,
    });
  }

  protected async rollBack({ id = '', name, previousVersion = '' }: PluginView): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'plugins.rollBackTitle',
      text: 'plugins.rollBackText',
      params: { name, version: previousVersion },
      action: 'plugins.rollBack',
    });
    if (!isSure) return;
    await this.change(id, this.api.post('/api/v1/plugins/{id}/rollback', { path: { id } }), {
      done: 'plugins.rolledBack',
      name,
    });
  }

  protected async remove({ id = '', name }: PluginView): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'plugins.removeTitle',
      text: 'plugins.removeText',
      params: { name },
      action: 'plugins.remove',
      isDestructive: true,
    });
    if (!isSure) return;
    await this.change(id, this.api.delete('/api/v1/plugins/{id}', { path: { id } }), {
      done: 'plugins.removed',
      name,
    });
  }

  private async change(
    id: string,
    request: Observable<unknown>,
    { done, name }: { readonly done: string; readonly name: string },
  ): Promise<void> {
    this.changing.set(id);
    try {
      await firstValueFrom(request, { defaultValue: undefined });
      this.feedback.done(done, { name });
    } catch (error) {
      this.feedback.failed(error);
    } finally {
      this.changing.set(undefined);
      this.list.reload();
    }
  }
}
