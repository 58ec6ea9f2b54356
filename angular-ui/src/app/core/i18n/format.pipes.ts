import { inject, Pipe, type PipeTransform } from '@angular/core';
import { Formats } from './formats';

// Impure: the language is an input too. The formats are kept per language, so that this costs next to nothing.

@Pipe({ name: 'appNumber', pure: false })
export class NumberPipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(value: number): string {
    return this.formats.number(value);
  }
}

/** With one digit after the point at most. */
@Pipe({ name: 'appDecimal', pure: false })
export class DecimalPipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(value: number): string {
    return this.formats.decimal(value);
  }
}

@Pipe({ name: 'appPercent', pure: false })
export class PercentPipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(share: number): string {
    return this.formats.percent(share);
  }
}

@Pipe({ name: 'appDay', pure: false })
export class DayPipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(date: string): string {
    return this.formats.day(date);
  }
}

@Pipe({ name: 'appMoment', pure: false })
export class MomentPipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(instant: string | null | undefined): string {
    return instant == null ? '' : this.formats.moment(instant);
  }
}

@Pipe({ name: 'appTime', pure: false })
export class TimePipe implements PipeTransform {
  private readonly formats = inject(Formats);

  transform(instant: string | null | undefined): string {
    return instant == null ? '' : this.formats.time(instant);
  }
}
