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
import { catchError, concatMap, EMPTY, filter, map, merge, takeUntil, takeWhile, Observable } from 'rxjs';
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
import { ProgressView, progressView } from './live.dto.js';

/** A connection that is silent for longer may be cut by whoever stands in between. */
const PING_MS = 15_000;
const PING: MessageEvent = { type: 'ping', data: '' };
/** What is never sent: that the stream goes on, and that it ends. */
const NOTHING: MessageEvent = { data: '' };
const END: MessageEvent = { data: '' };

/** OpenAPI knows no events: the schema is that of the data of `progress`, and the extension tells the events. */
const ApiProgressEvents = () => {
  const schema = { $ref: getSchemaPath(ProgressView) };
  return applyDecorators(
    ApiOkResponse({
      description: 'server-sent events `progress`, and `ping` every 15 seconds',
      content: { 'text/event-stream': { schema } },
    }),
    ApiExtension('x-events', { progress: schema, ping: { type: 'string', maxLength: 0 } }),
  );
};

/** Progress as it happens. */
@ApiTags('live')
@ApiExtraModels(ProgressView)
@Controller('api/v1')
export class LiveController {
  constructor(
    private readonly campaigns: CampaignAccess,
    private readonly progress: LiveProgress,
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
  @ApiProgressEvents()
  @ApiNotFoundResponse({ description: 'There is no such campaign, or not for this user.' })
  async ofCampaign(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Req() request: Request,
  ): Promise<Observable<MessageEvent>> {
    await this.campaigns.get(user, 'campaign:read', id);
    return this.events(request, this.progress.changes(id), async (now) => {
      await this.campaigns.get(now, 'campaign:read', id);
      return true;
    });
  }

  @Sse('live')
  @Allow('campaign:read')
  @ApiOperation({
    operationId: 'watchCampaigns',
    summary: 'The progress of all campaigns that there are for the user when the stream begins',
  })
  @ApiProgressEvents()
  async ofAll(@CurrentUser() user: SessionUser, @Req() request: Request): Promise<Observable<MessageEvent>> {
    const campaigns = await this.campaigns.list(user);
    return this.events(
      request,
      merge(...campaigns.map(({ id }) => this.progress.changes(id))),
      async (now) => {
        const visible = new Set((await this.campaigns.list(now)).map(({ id }) => id));
        return campaigns.every(({ id }) => visible.has(id));
      },
    );
  }

  /**
   * Ends with the session, with the user's right to see this, with the service, and when the progress cannot be told:
   * the browser then asks anew.
   */
  private events(
    request: Request,
    progress: Observable<CampaignProgress>,
    maySee: (user: SessionUser) => Promise<boolean>,
  ): Observable<MessageEvent> {
    const token = readSessionCookie(request) ?? '';
    const mayGoOn = async () => {
      const user = await this.sessions.peek(token);
      return user !== undefined && can(user.role, 'campaign:read') && (await maySee(user));
    };
    const checks = merge(
      every(this.clock, PING_MS).pipe(map(() => PING)),
      this.sessions.changes.pipe(map(() => NOTHING)),
    ).pipe(concatMap(async (event) => ((await mayGoOn()) ? event : END)));
    const reports = progress.pipe(
      map((data): MessageEvent => ({ type: 'progress', data: progressView(data) })),
    );
    return merge(reports, checks).pipe(
      takeWhile((event) => event !== END),
      filter((event) => event !== NOTHING),
      takeUntil(this.state.stops),
      catchError(() => EMPTY),
    );
  }
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
