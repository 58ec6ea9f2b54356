import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { DncVerdict } from '@marcador/plugin-host/guarded-dnc.js';
import { occasionOf } from './campaign-settings.js';
import { clearanceOf, unclear, type Clearance } from './clearance.js';
import type { DialingPlugins } from './dialing-plugins.js';
import { DncOutages, type DncOutage } from './dnc-outages.js';
import type { CampaignSettings, RunningCampaign } from './running-campaign.js';

/** What the check works with. */
export interface DoNotCallTools {
  readonly clock: Clock;
  readonly log: Log;
  readonly plugins: Pick<DialingPlugins, 'dnc' | 'name'>;
  /** Those that are started. */
  campaigns(): readonly RunningCampaign[];
  /** The number of a lead that waits to be called, none of `except`. */
  waitingNumber(campaignId: string, except: readonly string[]): Promise<string | undefined>;
  /** A service of these campaigns went out of service, or is back. */
  onChange(campaigns: readonly RunningCampaign[]): void;
}

/** Asks the campaigns' do-not-call services, and keeps in view which of them give no answers. */
export class DoNotCallCheck {
  private readonly outages: DncOutages;

  constructor(private readonly tools: DoNotCallTools) {
    const { clock, log } = tools;
    this.outages = new DncOutages(
      {
        check: (instanceId, number) => this.ask(instanceId, number, this.usersOf(instanceId)[0]?.settings),
        name: (instanceId) => this.name(instanceId),
        isUsed: (instanceId) => this.usersOf(instanceId).length > 0,
        waitingNumber: (instanceId, except) => this.waitingNumber(instanceId, except),
        onChange: (instanceId) => tools.onChange(this.usersOf(instanceId)),
      },
      clock,
      log,
    );
  }

  /** Asks all of the campaign's services about the number at once. Never rejects. */
  async check(campaign: CampaignSettings, number: string): Promise<Clearance> {
    const answers = await Promise.all(
      campaign.dncInstanceIds.map(async (instanceId) => ({
        instanceId,
        verdict: await this.ask(instanceId, number, campaign),
      })),
    );
    for (const { instanceId, verdict } of unclear(answers)) this.outages.report(instanceId, number, verdict);
    return clearanceOf(answers);
  }

  /** Which of a campaign's services are out of service. */
  outagesOf({ dncInstanceIds }: CampaignSettings): readonly DncOutage[] {
    return dncInstanceIds.flatMap((instanceId) => this.outages.of(instanceId) ?? []);
  }

  /** The name of a service; its id where there is none of it any more. */
  name(instanceId: string): string {
    return this.tools.plugins.name(instanceId) ?? instanceId;
  }

  /** Services that are out of service are asked no more. */
  close(): void {
    this.outages.close();
  }

  private ask(
    instanceId: string,
    number: string,
    campaign: CampaignSettings | undefined,
  ): Promise<DncVerdict> {
    const occasion = campaign === undefined ? {} : occasionOf(campaign);
    return this.tools.plugins.dnc(instanceId).check(number, occasion);
  }

  private usersOf(instanceId: string): readonly RunningCampaign[] {
    return this.tools.campaigns().filter(({ settings }) => settings.dncInstanceIds.includes(instanceId));
  }

  private async waitingNumber(instanceId: string, except: readonly string[]): Promise<string | undefined> {
    for (const { settings } of this.usersOf(instanceId)) {
      const number = await this.tools.waitingNumber(settings.id, except).catch(() => undefined);
      if (number !== undefined) return number;
    }
    return undefined;
  }
}
