import { Directive, effect, inject, input, TemplateRef, ViewContainerRef } from '@angular/core';
import { type Action, Session } from './session';

/** Shows its content to who may do this: `*appCan="'campaign:create'"`. */
@Directive({ selector: '[appCan]' })
export class Can {
  readonly appCan = input.required<Action>();

  constructor() {
    const template = inject<TemplateRef<unknown>>(TemplateRef);
    const container = inject(ViewContainerRef);
    const session = inject(Session);
    effect(() => {
      container.clear();
      if (session.can(this.appCan())) container.createEmbeddedView(template);
    });
  }
}
