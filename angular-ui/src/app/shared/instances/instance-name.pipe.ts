import { inject, Pipe, type PipeTransform } from '@angular/core';
import { InstanceNames } from './instance-names';

/** The name of a configured instance, as {@link InstanceNames} says it; as it stands where it is known not to be built in. */
// Impure: the language is an input too.
@Pipe({ name: 'appInstanceName', pure: false })
export class InstanceNamePipe implements PipeTransform {
  private readonly names = inject(InstanceNames);

  transform(name: string, builtIn = true): string {
    return builtIn ? this.names.of(name) : name;
  }
}
