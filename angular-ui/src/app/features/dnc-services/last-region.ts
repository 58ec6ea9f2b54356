import { Injectable } from '@angular/core';
import { ownRegion } from '../../shared/regions/region-options';
import { REGIONS } from '../../shared/regions/regions';

const STORED = 'marcador.region';

/** The region that numbers were last of, in this browser: who keeps a list of Brazil may have an English browser. */
@Injectable({ providedIn: 'root' })
export class LastRegion {
  get(): string {
    const stored = localStorage.getItem(STORED) ?? '';
    return REGIONS.includes(stored) ? stored : ownRegion();
  }

  keep(region: string): void {
    localStorage.setItem(STORED, region);
  }
}
