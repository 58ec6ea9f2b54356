import { Injectable } from '@nestjs/common';
import { ReplaySubject } from 'rxjs';

/** Whether the service is on its way down. */
@Injectable()
export class ServiceState {
  private readonly announced = new ReplaySubject<void>(1);
  private stopping = false;

  /** Tells once, also those who ask late. */
  readonly stops = this.announced.asObservable();

  get isStopping(): boolean {
    return this.stopping;
  }

  announceStop(): void {
    this.stopping = true;
    this.announced.next();
    this.announced.complete();
  }
}
