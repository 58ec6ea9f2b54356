import { LiveProgress, type CampaignProgress } from '@marcador/dialing/live-progress.js';
import { applyDecorators, Controller, Get, Inject, Req, Sse, type MessageEvent } from '@nestjs/common';
import {
  ApiExtension,
  ApiExtraModels,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request } from 'express';
import {
  catchError,
  concatMap,
  distinctUntilChanged,
  EMPTY,
  filter,
  map,
  merge,
  Observable,
  shareReplay,
  startWith,
  switchMap,
  takeUntil,
  takeWhile,
} from 'rxjs';
import { can } from '@marcador/domain/permissions.js';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import { readSessionCookie } from '../auth/session-cookie.js';
import type { SessionUser } from '../auth/session-user.js';
import { Sessions } from '../auth/sessions.js';
import { CampaignAccess } from '../campaigns/campaign-access.js';
import { IdParam } from '../http/id-param.js';
import { ServiceState } from '../system/service-state.js';
import { CLOCK } from '../tokens.js';
import { CampaignChanges } from './campaign-changes.js';
import { followEach } from './follow-each.js';
import { CampaignIdsView, ProgressView, progressView } from './live.dto.js';

/** A connection that is silent for longer may be cut by whoever stands in between. */
const PING_MS = 15_000;
const PING: MessageEvent = { type: 'ping', data: '' };
/** What is never sent: that the stream goes on, and that it ends. */
const NOTHING: MessageEvent = { data: '' };
const END: MessageEvent = { data: '' };

/** OpenAPI knows no events: the schema is that of the data of `progress`, and the extension tells the events. */
const ApiProgressEvents = (description: string, more: Readonly<Record<string, object>> = {}) => {
  const schema = { $ref: getSchemaPath(ProgressView) };
  return applyDecorators(
    ApiOkResponse({ description, content: { 'text/event-stream': { schema } } }),
    ApiExtension('x-events', { progress: schema, ...more, ping: { type: 'string', maxLength: 0 } }),
  );
};

/** Progress as it happens. */
@ApiTags('live')
@ApiExtraModels(ProgressView, CampaignIdsView)
@Controller('api/v1')
export class LiveController {
  constructor(
    private readonly campaigns: CampaignAccess,
    private readonly progress: LiveProgress,
    private readonly changes: CampaignChanges,
    private readonly sessions: Sessions,
    private readonly state: ServiceState,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('campaigns/:id/progress')
  @Allow('campaign:read')
  @ApiOperation({
    operationId: 'getProgress',
    summary: 'The progress of a campaign now, and why it is not dialling',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ProgressView })
  @ApiNotFoundResponse({ description: 'There is no such campaign, or not for this user.' })
  async show(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<ProgressView> {
    await this.campaigns.get(user, 'campaign:read', id);
    return progressView(await this.progress.snapshot(id));
  }

  @Sse('campaigns/:id/live')
  @Allow('campaign:read')
  @ApiOperation({
    operationId: 'watchCampaign',
    summary: 'The progress of a campaign: now, and after each change',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiProgressEvents('server-sent events `progress`, and `ping` every 15 seconds')
  @ApiNotFoundResponse({ description: 'There is no such campaign, or not for this user.' })
  async ofCampaign(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Req() request: Request,
  ): Promise<Observable<MessageEvent>> {
    await this.campaigns.get(user, 'campaign:read', id);
    return this.events(request, this.progress.changes(id).pipe(map(progressEvent)), async (now) => {
      await this.campaigns.get(now, 'campaign:read', id);
    });
  }

  @Sse('live')
  @Allow('campaign:read')
  @ApiOperation({
    operationId: 'watchCampaigns',
    summary: 'The progress of all campaigns that there are for the user: now, and after each change',
  })
  @ApiProgressEvents(
    'server-sent events `campaigns` at first and when others are there, `progress`, and `ping` every 15 seconds',
    { campaigns: { $ref: getSchemaPath(CampaignIdsView) } },
  )
  async ofAll(@CurrentUser() user: SessionUser, @Req() request: Request): Promise<Observable<MessageEvent>> {
    const first = await this.campaigns.list(user);
    const token = tokenOf(request);
    const look = async () => {
      const now = await this.sessions.peek(token);
      // Without one the stream ends.
      return now === undefined ? undefined : this.campaigns.list(now);
    };
    // Another node, or a program, may have changed them: that is seen with the next ping.
    const occasions = merge(this.changes.all, this.sessions.changes, every(this.clock, PING_MS));
    const ids = occasions.pipe(
      switchMap(look),
      startWith(first),
      filter((campaigns) => campaigns !== undefined),
      map((campaigns) => campaigns.map(({ id }) => id)),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
    const told = ids.pipe(
      distinctUntilChanged((one, other) => one.join() === other.join()),
      map((all): MessageEvent => ({ type: 'campaigns', data: { ids: all } satisfies CampaignIdsView })),
    );
    const reports = followEach(ids.pipe(map((all) => new Set(all))), (id) => this.progress.changes(id));
    return this.events(request, merge(told, reports.pipe(map(progressEvent))));
  }

  /**
   * Ends with the session, with the user's right to see this, with the service, and when the progress cannot be told:
   * the browser then asks anew.
   * @param refuse rejects when the user may not see this any longer
   */
  private events(
    request: Request,
    reports: Observable<MessageEvent>,
    refuse: (user: SessionUser) => Promise<void> = () => Promise.resolve(),
  ): Observable<MessageEvent> {
    const token = tokenOf(request);
    const mayGoOn = async () => {
      const user = await this.sessions.peek(token);
      if (user === undefined || !can(user.role, 'campaign:read')) return false;
      await refuse(user);
      return true;
    };
    const checks = merge(
      every(this.clock, PING_MS).pipe(map(() => PING)),
      this.sessions.changes.pipe(map(() => NOTHING)),
    ).pipe(concatMap(async (event) => ((await mayGoOn()) ? event : END)));
    return merge(reports, checks).pipe(
      takeWhile((event) => event !== END),
      filter((event) => event !== NOTHING),
      takeUntil(this.state.stops),
      catchError(() => EMPTY),
    );
  }
}

function tokenOf(request: Request): string {
  return readSessionCookie(request) ?? '';
}

function progressEvent(progress: CampaignProgress): MessageEvent {
  return { type: 'progress', data: progressView(progress) };
}

function every(clock: Clock, periodMs: number): Observable<void> {
  return new Observable((listener) => {
    let timer: Timer;
    const arm = () => {
      timer = clock.setTimer(periodMs, () => {
        arm();
        listener.next();
      });
    };
    arm();
    return () => timer.cancel();
  });
}
